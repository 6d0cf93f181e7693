"""Answers that cannot carry a figure: too few, all alike, without weight, from nobody."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tests.flow.model.doors import ask_everything, month, touchpoint, written
from tests.flow.model.people import changed, company_facts, order, take_in

DRIVERS = ("importance", "slope", "return_per_point", "value_at_stake")


@pytest.fixture
def asked(live_company, tmp_path):
    """Return a function that takes facts in and asks the company everything."""

    def ask(facts):
        take_in(facts)
        return ask_everything(live_company, tmp_path)

    return ask


def reasons(found, names=DRIVERS):
    """Return why some figures are missing; all of them must be."""
    assert {found[name]["status"] for name in names} == {"insufficient"}, found
    return {found[name]["reason"] for name in names}


def test_four_customers_are_too_few_for_any_figure(asked):
    said = asked(company_facts(customers=4))

    june = month(said)
    assert (june["status"], june["reason"]) == ("insufficient", "no figure of the company has enough answers")
    assert june["company"]["value"]["reason"] == "4 answers, at least 30 are needed"
    assert june["sales"]["orders"] > 0
    assert "at least 20 are needed" in said["whatif queue"]["npv"]["reason"]
    assert said["scenario"]["status"] == "insufficient"


def test_one_customer_says_nothing_about_others(asked):
    said = asked(company_facts(customers=1))

    (unit,) = said["report unit"]["periods"][0]["scopes"]
    (segment,) = said["report segment"]["periods"][0]["scopes"]
    assert unit["expected"]["reason"].startswith("nothing tells yet how much units differ")
    assert unit["value"]["reason"] == segment["value"]["reason"] == "3 answers, at least 30 are needed"
    assert month(said)["company"]["customers"] == 1


def test_a_touchpoint_that_everybody_answers_alike_explains_nothing_and_leaves_the_others_alone(asked):
    said = asked(company_facts(score=lambda code, scores: 10 if code == "dine" else scores[code]))

    dine, queue = touchpoint(said, "dine"), touchpoint(said, "queue")
    assert reasons(dine) == {"everybody is at the ceiling"}
    assert dine["value"]["value"] == 100
    assert 90 < dine["value"]["low"] < 100
    assert queue["slope"]["low"] > 0
    assert said["whatif dine"]["npv"]["reason"] == "everybody is at the ceiling"


def test_two_touchpoints_that_are_always_answered_alike_cannot_be_told_apart(asked):
    facts = company_facts()
    twins = [
        {**row, "external_id": f"{row['external_id']}-twin", "touchpoint": "twin"}
        for row in facts["feedback"]
        if row.get("touchpoint") == "queue"
    ]

    said = asked({**facts, "feedback": facts["feedback"] + twins})

    for code in ("queue", "twin"):
        (reason,) = reasons(touchpoint(said, code), DRIVERS[1:])
        assert "queue" in reason or "twin" in reason, reason
    assert touchpoint(said, "dine")["slope"]["value"] is not None
    assert said["whatif queue"]["npv"]["status"] == "insufficient"


def test_where_everybody_is_content_no_improvement_has_a_price(asked):
    said = asked(company_facts(score=lambda code, scores: 10, loyalty=lambda told: 10))

    june = month(said)
    assert june["company"]["nps"]["value"] == 100 > june["company"]["nps"]["low"]
    assert june["company"]["loyalty"]["value"] == 10 > june["company"]["loyalty"]["low"]
    for scope in ("segment", "unit", "channel"):
        for found in said[f"report {scope}"]["periods"][0]["scopes"]:
            assert found["value"]["value"] is None or found["value"]["low"] < 100
    assert reasons(touchpoint(said, "queue")) == {"everybody is at the ceiling"}
    assert june["company"]["return_per_point"]["status"] == "insufficient"


def test_the_same_loyalty_of_everybody_cannot_be_explained(asked):
    said = asked(company_facts(loyalty=lambda told: 7))

    assert reasons(touchpoint(said, "queue")) == {"everybody has the same loyalty, so nothing can explain it"}
    assert touchpoint(said, "queue")["value"]["value"] is not None


def test_weights_of_zero_leave_no_weighted_figure_but_the_plain_ones(asked):
    facts = company_facts()

    said = asked({**facts, "feedback": changed(facts["feedback"], weight=0)})

    company = month(said)["company"]
    assert company["nps"]["reason"] == company["value"]["reason"] == "all weights are zero"
    assert touchpoint(said, "queue")["value"]["reason"] == "all weights are zero"
    assert company["unweighted"]["nps"]["n"] == 80
    assert company["unweighted"]["value"]["value"] is not None


def test_one_answer_with_all_the_weight_is_one_answer(asked):
    facts = company_facts()
    heavy = changed(facts["feedback"], weight=lambda row: 1000.0 if row["customer"] == "c7" else 0.001)

    said = asked({**facts, "feedback": heavy})

    nps = month(said)["company"]["nps"]
    assert nps["reason"] == "by their weights 80 answers tell as much as 1, at least 30 are needed"
    assert touchpoint(said, "queue")["value"]["status"] == "insufficient"


def test_anonymous_answers_have_values_and_drivers_but_no_money(asked):
    facts = company_facts()
    said = asked({kind: changed(facts[kind], customer="") for kind in ("feedback", "orders")})

    queue = touchpoint(said, "queue")
    assert month(said)["company"]["customers"] == 0
    assert queue["slope"]["low"] > 0
    assert reasons(queue, DRIVERS[2:3]) == {"0 answers with a complete follow-up, at least 30 are needed"}
    assert said["customers"]["customers"] == []


def test_a_segment_that_two_customers_have_is_told_but_not_judged(asked):
    facts = company_facts()
    people = [{"external_id": f"c{number}", "attr.segment": "vip" if number < 2 else ""} for number in range(80)]

    said = asked({**facts, "customers": people})

    scopes = {one["code"]: one for one in said["report segment"]["periods"][0]["scopes"]}
    assert scopes["vip"]["value"]["status"] == "insufficient"
    assert scopes["vip"]["return_per_point"]["status"] == "insufficient" or scopes["vip"]["return_per_point"]["n"] < 10
    assert month(said)["company"]["value"]["value"] is not None


@pytest.mark.parametrize("kind", ["customers", "feedback", "orders", "interactions", ""])
def test_a_company_with_one_kind_of_facts_is_told_what_is_missing(asked, kind):
    facts = company_facts() | {
        "interactions": [
            {**order(number, 6, 1), "external_id": f"i{number}", "touchpoint": "queue", "kind": "visit"}
            for number in range(80)
        ]
    }
    facts["interactions"] = [
        {name: value for name, value in row.items() if name not in ("amount", "margin")}
        for row in facts["interactions"]
    ]

    said = asked({kind: facts[kind]} if kind else {})

    if kind in ("customers", ""):
        assert said["score"]["periods"] == []
        assert "has not been scored" in said["report company"]["refused"]
    else:
        june = month(said)
        assert june["company"]["return_per_point"]["status"] == "insufficient"
        assert (june["status"] == "ok") == (kind == "feedback")


def test_months_without_facts_are_not_scored_unless_asked_for(asked, live_company, tmp_path):
    said = asked(company_facts(months=(1, 5)))

    assert [one["period"] for one in said["score"]["periods"]] == ["2026-01", "2026-02", "2026-05", "2026-06"]
    assert said["week"]["periods"][0]["company"]["value"]["reason"] == "no answers"


def test_text_for_people_is_printed_where_nothing_is_known(live_company, tmp_path):
    take_in(company_facts(customers=4))
    scenario = written(
        tmp_path, {"code": "one", "title": "One", "period": "2026-06", "moves": [{"touchpoint": "queue", "uplift": 1}]}
    )
    commands = [
        ("score", "--scope", "unit"),
        ("report", "--period", "2026-06", "--scope", "segment"),
        ("whatif", "--period", "2026-06", "--touchpoint", "queue", "--uplift", "1", "--cost", "5"),
        ("scenario import", scenario),
        ("predict", "--period", "2026-06"),
        ("customers value", "--period", "2026-06"),
        ("monitor", "--as-of", "2026-06-30"),
        ("calibration",),
        ("verify",),
    ]
    for name, *words in commands:
        out = StringIO()
        call_command(*name.split(), "--tenant", live_company.slug, *words, stdout=out, stderr=StringIO())

        assert out.getvalue().strip(), name
        assert not re.search(r"\b(nan|inf|infinity)\b", out.getvalue(), re.IGNORECASE), name
