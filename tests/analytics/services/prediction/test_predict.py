"""Predictions from stored facts: judged in time, stored with reasons, the same for the same facts."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from analytics.models.prediction import CustomerPrediction, PredictionRun
from analytics.services.prediction.predict import BadPeriod, PredictionUnderWay, predict_period
from analytics.services.prediction.target import UnknownTarget
from analytics.services.settings import change_settings
from tenants.access import company_context
from tests.analytics.facts import ingest
from tests.analytics.services.prediction.buyers import take_in

NOW = datetime(2026, 2, 1, tzinfo=UTC)
DECEMBER = date(2025, 12, 1)


def predict(company, *, period=DECEMBER, target="repurchase", now=NOW):
    return predict_period(company=company, period=period, target=target, now=now)


def test_every_buyer_gets_a_probability_an_interval_and_reasons(in_buying):
    run = predict(in_buying)

    found = list(CustomerPrediction.objects.filter(run=run))
    assert run.status == "ok"
    assert run.customers == len(found) == 500
    assert all(0 <= one.low <= one.probability <= one.high <= 1 for one in found)
    assert all(one.risk == pytest.approx(1 - one.probability, abs=1e-6) for one in found)
    assert all(1 <= len(one.reasons) <= 3 for one in found)
    assert {reason["code"] for one in found for reason in one.reasons} >= {"recency_days", "orders"}


def test_figures_are_those_of_the_last_months_whose_outcome_is_known(in_buying):
    found = predict(in_buying).results

    assert (found["horizon_months"], found["design"]) == (2, "on the last months whose outcome is known")
    assert found["n"] == 500
    assert 50 < found["events"] < 450
    assert found["auc"]["value"] > 0.75
    assert set(found["rules"]) == {"recency_days", "recent_orders", "orders"}
    assert found["rule_auc"]["value"] == pytest.approx(found["rules"][found["rule"]]["value"])
    assert found["verdict"] in {"better", "no_better"}
    assert 0.6 < found["calibration"]["slope"]["value"] < 1.5
    assert len(found["lift"]) == len(found["calibration"]["bins"]) == 10


def test_those_who_have_been_away_for_long_are_at_risk(in_buying):
    run = predict(in_buying)

    ordered = CustomerPrediction.objects.filter(run=run).order_by("-risk")
    riskiest, safest = ordered.first(), ordered.last()
    assert riskiest.risk > 0.8 > 0.4 > safest.risk
    assert any(reason["code"] in {"recency_days", "recent_orders"} for reason in riskiest.reasons)


def test_what_came_after_the_day_changes_nothing(in_buying):
    before = predict(in_buying)

    later = {"customer": "c00000", "occurred_at": "2026-01-03T04:00:00Z"}
    ingest("orders", [{**later, "external_id": "later", "amount": 9}])
    ingest("feedback", [{**later, "external_id": "later", "nps": 0}])
    ingest("interactions", [{**later, "external_id": "later", "kind": "call"}])

    assert predict(in_buying).pk == before.pk


def printed(run):
    rows = CustomerPrediction.objects.filter(run=run).order_by("id")
    return run.inputs_hash, run.run_hash, list(rows.values_list("risk", "low", "high", "reasons"))


def test_the_same_facts_in_another_order_give_the_same_bytes(buying_company, year_of_orders, globex, db):
    with company_context(buying_company):
        there = printed(predict(buying_company))

    with company_context(globex):
        take_in({kind: rows[::-1] for kind, rows in reversed(year_of_orders.items())})
        change_settings(company=globex, changes={"prediction_months": 2})
        here = printed(predict(globex))

    assert here == there


def test_predicting_again_returns_the_run_and_writes_nothing(in_buying):
    run = predict(in_buying)
    ids = set(CustomerPrediction.objects.values_list("pk", flat=True))

    assert predict(in_buying).pk == run.pk
    assert set(CustomerPrediction.objects.values_list("pk", flat=True)) == ids


def test_a_late_order_gives_a_new_run_that_takes_the_old_ones_place(in_buying):
    old = predict(in_buying)
    late = {"customer": "c00003", "occurred_at": "2025-12-20T04:00:00Z", "external_id": "late", "amount": 50}
    ingest("orders", [late])

    new = predict(in_buying)

    assert new.run_hash != old.run_hash
    assert list(PredictionRun.objects.filter(is_current=True)) == [new]
    assert set(CustomerPrediction.objects.values_list("run", flat=True)) == {new.pk}
    assert not PredictionRun.objects.get(pk=old.pk).is_current


def test_periods_and_targets_stand_beside_each_other(in_buying):
    runs = [
        predict(in_buying),
        predict(in_buying, period=date(2025, 11, 1)),
        predict(in_buying, target="attr:churn"),
    ]

    assert PredictionRun.objects.filter(is_current=True).count() == 3
    assert {run.target for run in runs} == {"repurchase", "attr:churn"}
    assert CustomerPrediction.objects.count() == sum(run.customers for run in runs)


def test_a_period_that_is_not_over_is_provisional(in_buying):
    run = predict(in_buying, now=datetime(2025, 12, 20, tzinfo=UTC))

    assert (run.status, run.reason) == ("provisional", "2025-12 is not over")


def test_a_period_whose_facts_are_missing_is_provisional(in_buying):
    change_settings(company=in_buying, changes={"prediction_months": 3})

    run = predict(in_buying, period=date(2026, 1, 1), now=datetime(2026, 3, 1, tzinfo=UTC))

    assert (run.status, run.reason.split(":")[1]) == ("provisional", " facts may be missing")


def test_a_period_long_after_the_facts_is_insufficient(in_buying):
    run = predict(in_buying, period=date(2026, 6, 1), now=datetime(2026, 7, 1, tzinfo=UTC))

    assert run.status == run.verdict == "insufficient"
    assert "who came back since 2026-05-01 is not known" in run.reason
    assert not CustomerPrediction.objects.exists()


def test_a_short_history_is_insufficient(in_buying):
    run = predict(in_buying, period=date(2025, 4, 1))

    assert run.reason.startswith("at least 6 months of purchases are needed")
    assert (run.results["auc"]["value"], run.customers) == (None, 0)


def test_a_company_without_orders_is_insufficient(in_acme):
    run = predict(in_acme)

    assert (run.status, run.reason) == ("insufficient", "no purchases of known customers")


def test_a_few_customers_are_insufficient_and_say_how_many_are_needed(in_acme, year_of_orders):
    few = {f"c{number:05d}" for number in range(60)}
    orders = [row for row in year_of_orders["orders"] if row["customer"] in few]
    ingest("orders", orders)

    run = predict(in_acme)

    assert run.status == "insufficient"
    assert "at least 100 with and 100 without are needed" in run.reason


def test_an_unknown_target_is_refused_with_what_there_is(in_buying):
    with pytest.raises(UnknownTarget, match="use repurchase, attr:NAME or attr:NAME=VALUE"):
        predict(in_buying, target="churn")
    with pytest.raises(UnknownTarget, match="'city' has the values north, south: write attr:city=VALUE"):
        predict(in_buying, target="attr:city")
    with pytest.raises(UnknownTarget, match="no customer has city = east; values are north, south"):
        predict(in_buying, target="attr:city=east")


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_a_period_out_of_range_is_refused(in_acme, year):
    with pytest.raises(BadPeriod):
        predict(in_acme, period=date(year, 12, 1))


def test_two_at_once_do_not_meet(in_acme):
    other, number = connection.copy(), "hashtextextended('predict ' || %s, 0)"
    name = [f"{in_acme.schema_name} 2025-12 repurchase"]
    with other.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({number})", name)
        try:
            with pytest.raises(PredictionUnderWay, match="2025-12 repurchase is being predicted already"):
                predict(in_acme)
        finally:
            cursor.execute(f"SELECT pg_advisory_unlock({number})", name)
    other.close()

    assert predict(in_acme).status == "insufficient"


class TestLabels:
    """A label that came with the customers."""

    def test_is_judged_across_folds_and_said_to_carry_no_date(self, in_buying):
        found = predict(in_buying, target="attr:churn").results

        assert found["design"].startswith("across folds")
        assert (found["n"], found["horizon_months"]) == (500, 0)
        assert found["warnings"][0]["code"] == "undated_label"

    def test_what_gives_it_away_is_a_leak(self, in_buying):
        """The label was made from the last order, and the last order is known."""
        run = predict(in_buying, target="attr:churn")

        leaks = {warning["column"] for warning in run.results["warnings"] if warning["code"] == "leak"}
        assert "recency_days" in leaks

    def test_risk_is_the_probability_of_the_label(self, in_buying):
        predict(in_buying, target="attr:churn")

        assert all(one.risk == one.probability for one in CustomerPrediction.objects.all())

    def test_a_value_can_be_named(self, in_buying):
        run = predict(in_buying, target="attr:city=north")

        assert (run.target, run.verdict) == ("attr:city=north", "no_better")
        assert run.results["auc"]["low"] < 0.6

    def test_a_repurchase_is_not_described_by_undated_attributes_unless_the_settings_name_them(self, in_buying):
        codes = {sign["column"] for sign in predict(in_buying).results["signs"]}
        change_settings(company=in_buying, changes={"prediction_attributes": ["age"]})

        named = {sign["column"] for sign in predict(in_buying).results["signs"]}

        assert not any(code.startswith("attr.") for code in codes)
        assert named - codes == {"attr.age"}
