"""Plans that nothing can be learned from: one unit treated, everybody treated, nobody measured, costs abroad."""

import pytest

from tests.flow.model.doors import ask_everything, check, say, written
from tests.flow.model.people import company_facts, take_in

PLAN = {
    "code": "faster",
    "title": "Faster",
    "touchpoint": "queue",
    "metric": "value",
    "baseline_from": "2026-04-01",
    "start_date": "2026-06-01",
    "evaluate_to": "2026-07-01",
    "expected_uplift": 5,
    "cost": 1000,
}
SHOPS = [f"shop{number}" for number in range(4)]
CASES = {
    "one unit": {"treated_units": SHOPS[:1]},
    "all units": {"treated_units": SHOPS},
    "all units named twice": {"treated_units": SHOPS, "control_units": ["nowhere"]},
    "unknown units": {"treated_units": ["nowhere"]},
    "no units": {},
    "all customers": {
        "treated_customers_attribute": {"name": "segment", "treated": ["family", "office"]},
        "unit_of_effect": "customer",
    },
    "no customers": {
        "treated_customers_attribute": {"name": "segment", "treated": ["nobody"]},
        "unit_of_effect": "customer",
    },
    "nothing asked there": {"treated_units": SHOPS[:2], "metric": "ces"},
    "lottery of one": {"treated_units": SHOPS[:1], "design": "randomised"},
    "roll-out of all": {
        "treated_units": SHOPS,
        "unit_start_dates": {"shop1": "2026-06-10"},
        "design": "staggered",
    },
    "revenue of all": {"treated_units": SHOPS, "metric": "revenue"},
    "loss of a lot": {"treated_units": SHOPS[:1], "metric": "margin"},
}


def test_no_plan_without_a_comparison_is_said_to_have_worked(live_company, tmp_path):
    take_in(company_facts(months=(4, 5, 6)))
    say(live_company, "score")
    for number, (name, changes) in enumerate(CASES.items()):
        document = {**PLAN, "code": f"plan{number}", **changes}

        told = say(live_company, "plan", "import", written(tmp_path, document))
        check(told, name)
        if "refused" in told:
            continue
        found = say(live_company, "evaluate", "--plan", document["code"])
        check(found, name)
        assert "refused" in found or found["verdict"] in {"cannot_tell", "no_evidence"}, (name, found)
        if found.get("verdict") == "cannot_tell":
            assert found["reason"], name
            assert found["effect"]["status"] == "insufficient" or found["effect"]["low"] <= found["effect"]["high"]
    ask_everything(live_company, tmp_path)


@pytest.mark.parametrize("treated", [SHOPS[:1], SHOPS])
def test_one_unit_or_all_of_them_cannot_tell(live_company, tmp_path, treated):
    take_in(company_facts(months=(4, 5, 6)))
    say(live_company, "score")
    say(live_company, "plan", "import", written(tmp_path, {**PLAN, "treated_units": treated}))

    assert say(live_company, "evaluate", "--plan", "faster")["verdict"] == "cannot_tell"


def test_a_cost_in_another_currency_is_not_taken_from_what_a_plan_brings(live_company, tmp_path):
    take_in(company_facts(months=(4, 5, 6)))
    say(live_company, "score")
    document = {**PLAN, "treated_units": SHOPS[:2], "currency": "USD"}

    told = say(live_company, "plan", "import", written(tmp_path, document))["forecast"]

    check(told)
    assert told["delta_equity"]["value"] is not None
    assert told["npv"]["reason"] == "the plan's cost is in USD, what it brings in CNY"
    assert {told[name]["status"] for name in ("npv", "roi", "payback_months")} == {"insufficient"}
    assert told["p_npv_positive"] is None
