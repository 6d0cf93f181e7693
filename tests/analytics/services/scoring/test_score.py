"""What `score` gives is what the facts say, counted by hand."""

import pytest

from analytics.models.period import month_period
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from analytics.selectors import UnscoredPeriod, current_runs, run_of_period, scope_scores
from analytics.services.scoring.hashing import canonical
from analytics.services.scoring.presentation import printed_runs
from tests.analytics.chain_facts import TOUCHPOINTS


@pytest.fixture
def june(in_scored):
    return printed_runs(current_runs().filter(period="2026-06-01"))[0]


def answers(data, field, month="2026-06", touchpoint=None):
    return [
        row[field]
        for row in data["feedback"]
        if row["occurred_at"].startswith(month) and row.get("touchpoint") == touchpoint and field in row
    ]


def test_every_month_with_facts_has_one_current_run(in_scored):
    assert [f"{run.period:%Y-%m}" for run in current_runs()] == [f"2026-{month:02d}" for month in range(1, 8)]


def test_nps_is_the_direct_calculation(june, chain_data):
    given = answers(chain_data, "nps")
    direct = 100 * (sum(v >= 9 for v in given) - sum(v <= 6 for v in given)) / len(given)

    found = june["company"]["nps"]

    assert found["value"] == pytest.approx(direct, abs=1e-9)
    assert found["low"] < found["value"] < found["high"]
    assert found["n"] == len(given)


def test_csat_is_the_share_of_the_two_best_answers(june, chain_data):
    given = answers(chain_data, "csat")

    assert june["company"]["csat"]["value"] == pytest.approx(100 * sum(v >= 4 for v in given) / len(given))


def test_loyalty_is_the_mean_of_the_question_that_stands_for_it(june, chain_data):
    given = answers(chain_data, "nps")

    assert june["company"]["loyalty"]["value"] == pytest.approx(sum(given) / len(given))
    assert june["drivers"]["outcome"] == "nps"


def test_value_of_a_touchpoint_is_the_mean_of_its_dimensions(june, chain_data):
    means = [
        sum(answers(chain_data, name, touchpoint="queue")) / len(answers(chain_data, name, touchpoint="queue"))
        for name in ("emotional", "functional")
    ]
    queue = next(t for t in june["touchpoints"] if t["code"] == "queue")

    assert queue["value"]["value"] == pytest.approx(10 * sum(means) / 2)
    assert queue["dimensions"]["emotional"]["value"] == pytest.approx(10 * means[0])
    assert queue["dimensions"]["social"]["status"] == "insufficient"


def test_rating_counts_from_one_to_its_maximum(june, chain_data):
    given = answers(chain_data, "rating", touchpoint="dine")
    dine = next(t for t in june["touchpoints"] if t["code"] == "dine")

    assert dine["value"]["value"] == pytest.approx(10 * (sum(given) / len(given) - 1))


def test_planted_order_of_the_drivers_is_found(june):
    by_importance = sorted(june["touchpoints"], key=lambda t: -t["importance"]["value"])
    queue = by_importance[0]

    assert [t["code"] for t in by_importance] == ["queue", "dine", "pay"]
    assert 0 < queue["slope"]["low"] < queue["slope"]["value"] < queue["slope"]["high"] < 1
    assert queue["return_per_point"]["value"] > by_importance[1]["return_per_point"]["value"] > 0
    total = sum(t["importance"]["value"] for t in by_importance)
    assert total == pytest.approx(june["drivers"]["r2"]["value"])


def test_loyalty_levels_follow_people_into_the_next_month(june, chain_data):
    stated = {
        (row["customer"], int(row["occurred_at"][5:7])): row["nps"]
        for row in chain_data["feedback"]
        if "touchpoint" not in row and row["occurred_at"] < "2026-06"
    }
    bought = {}
    for row in chain_data["orders"]:
        if row["amount"] > 0:
            bought[row["customer"], int(row["occurred_at"][5:7])] = row["amount"]
    level = 8
    people = [key for key, loyalty in stated.items() if loyalty == level]
    amounts = [bought.get((customer, month + 1), 0) for customer, month in people]

    found = june["loyalty_levels"][level]

    assert found["n"] == len(people)
    assert found["repurchase_rate"] == pytest.approx(sum(a > 0 for a in amounts) / len(people))


def test_sales_and_customers_are_counted(june, chain_data):
    orders = [row for row in chain_data["orders"] if row["occurred_at"].startswith("2026-06")]
    until = [row for row in chain_data["orders"] if row["occurred_at"] < "2026-07"]
    per_buyer = {}
    for row in until:
        if row["amount"] > 0:
            per_buyer[row["customer"]] = per_buyer.get(row["customer"], 0) + 1

    sales = june["sales"]

    assert sales["net"] == sum(row["amount"] for row in orders)
    assert sales["margin"] == sum(row["margin"] for row in orders)
    assert sales["to_date"]["net"] == sum(row["amount"] for row in until)
    assert sales["to_date"]["buyers"] == len(per_buyer)
    assert sales["to_date"]["repeat_buyers"] == sum(number > 1 for number in per_buyer.values())
    assert june["company"]["customers"] == 150


def test_index_is_100_in_the_reference_period_and_its_parts_add_up(in_scored):
    for period in printed_runs(current_runs()):
        index = period["company"]["return_index"]
        if period["period"] == index["reference"]:
            assert index["value"] == pytest.approx(100)
        if index["value"] is not None:
            parts = sum(part["value"] for part in index["contributions"]) + index["other"]["value"]
            assert index["value"] - 100 == pytest.approx(parts)


def test_a_unit_holds_what_is_below_it(in_scored):
    scores = {score.code: score for score in scope_scores(kind="unit").filter(run__period="2026-06-01")}

    assert set(scores) == {"city", "shop0", "shop1"}
    assert scores["city"].n == scores["shop0"].n + scores["shop1"].n
    assert scores["city"].figures["return_per_point"]["status"] == "insufficient"


def test_segments_have_a_return_of_their_own_that_adds_up_roughly(in_scored, june):
    scores = scope_scores(kind="segment").filter(run__period="2026-06-01")

    assert [score.code for score in scores] == ["family", "guest", "office"]
    total = sum(score.return_per_point for score in scores)
    assert total == pytest.approx(june["company"]["return_per_point"]["value"], rel=0.05)


def test_every_kind_of_scope_that_has_answers_is_stored(in_scored):
    kinds = set(ScopeScore.objects.filter(run__period="2026-06-01").values_list("kind", flat=True))

    assert kinds == {"company", "touchpoint", "segment", "unit", "channel"}


def test_results_are_plain_finite_values(in_scored):
    for run in ScoreRun.objects.all():
        assert canonical(run.results)


def test_month_without_answers_is_insufficient_and_says_why(in_scored):
    july = printed_runs(current_runs().filter(period="2026-07-01"))[0]

    assert july["status"] == "ok" or july["reason"]
    assert july["company"]["nps"] == {
        "value": None,
        "low": None,
        "high": None,
        "n": 0,
        "status": "insufficient",
        "reason": "no answers",
    }


def test_below_the_minimum_there_is_a_reason_and_no_number(in_scored):
    for run in current_runs():
        for touchpoint in run.results["touchpoints"]:
            for name in ("value", "nps", "reach", "importance", "slope", "return_per_point", "value_at_stake"):
                found = touchpoint[name]
                assert (found["value"] is None) == (found["status"] == "insufficient")
                assert found["value"] is not None or found["reason"]
        assert {t["code"] for t in run.results["touchpoints"]} <= set(TOUCHPOINTS)


def test_unscored_period_is_refused_by_name(in_scored):
    with pytest.raises(UnscoredPeriod, match=r"2030-01 has not been scored, the newest that has is 2026-07"):
        run_of_period(month_period(2030 * 12))
