"""A number leads back to its counters, and these to the facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import QuerySet

from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from feedback.models import FeedbackItem, Order
from tenants.graphql.ids import encode
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of

TRACE = """query($score: ID!) { trace(score: $score) { isCurrent dataHash windowFrom windowTo sheets straightLines
  score { kind code } run { modelVersion inputsHash runHash settingsNumber }
  figures { name equations page reads estimate { value n } }
  counters { touchpoint metric weighted n histogram total scale groups }
  loyaltyLevels { level n repurchased orders revenue referrals }
  answers(first: 3) { totalCount nodes { externalId occurredAt } }
  orders(first: 3) { totalCount nodes { externalId } } } }"""


@pytest.fixture
def api(in_scored: Tenant) -> Api:
    return api_of(in_scored, "metrics:read", "feedback:read")


def shown(kind: str) -> QuerySet[ScopeScore]:
    """The scores of a kind of scope in all months, the latest first."""
    months = ScopeScore.objects.filter(run__is_current=True, run__period_kind="month", kind=kind)
    return months.order_by("-run__period")


def latest(kind: str, code: str) -> ScopeScore:
    """The last month's score of a scope."""
    return shown(kind).filter(code=code, n__gt=0)[0]


def trace_of(api: Api, score: ScopeScore) -> dict[str, Any]:
    found: dict[str, Any] = api.data(TRACE, score=encode("ExperienceReturnScore", score.pk))["trace"]
    return found


def figure(traced: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in traced["figures"] if one["name"] == name]
    return dict(found["estimate"])


def test_a_touchpoints_value_is_the_sum_of_its_counters(api: Api) -> None:
    score = latest("touchpoint", "queue")

    traced = trace_of(api, score)

    (counters,) = [one for one in traced["counters"] if one["metric"] == "score" and not one["weighted"]]
    value = figure(traced, "value")
    assert value["n"] == int(counters["n"]) == sum(int(count) for count in counters["histogram"]) > 0
    mean = Decimal(counters["total"]) / counters["scale"] / int(counters["n"])
    assert value["value"] == pytest.approx(float(mean) * 10)
    assert {one["touchpoint"] for one in traced["counters"]} == {"queue"}
    assert traced["isCurrent"]


def test_the_counters_are_as_many_as_the_facts_they_lead_to(api: Api) -> None:
    score = latest("touchpoint", "queue")

    traced = trace_of(api, score)

    (counters,) = [one for one in traced["counters"] if one["metric"] == "score" and not one["weighted"]]
    assert traced["answers"]["totalCount"] == int(counters["n"])
    assert len(traced["answers"]["nodes"]) == 3


@pytest.mark.parametrize(("kind", "field"), [("segment", "customer__attributes__segment"), ("unit", "unit__code")])
def test_a_small_scope_leads_to_its_own_answers(api: Api, kind: str, field: str) -> None:
    score = shown(kind).exclude(code="city")[0]

    traced = trace_of(api, score)

    answered = {row["externalId"] for row in traced["answers"]["nodes"]}
    codes = set(FeedbackItem.objects.filter(external_id__in=answered).values_list(field, flat=True))
    assert codes == {score.code}
    assert traced["score"] == {"kind": kind.upper(), "code": score.code}


def test_a_unit_above_others_leads_to_the_answers_below_it(api: Api) -> None:
    city, company = latest("unit", "city"), latest("company", "")

    assert trace_of(api, city)["answers"]["totalCount"] > 0
    assert trace_of(api, company)["answers"]["totalCount"] >= trace_of(api, city)["answers"]["totalCount"]


def test_the_companys_money_leads_to_the_loyalty_table_and_the_orders_of_the_window(api: Api) -> None:
    score = latest("company", "")

    traced = trace_of(api, score)

    assert sum(level["n"] for level in traced["loyaltyLevels"]) > 0
    assert 0 < traced["orders"]["totalCount"] <= Order.objects.count()
    assert sum(level["orders"] for level in traced["loyaltyLevels"]) > 0
    assert traced["windowTo"] == f"{score.run.period:%Y-%m}"
    assert traced["run"]["inputsHash"] == score.run.inputs_hash


def test_every_figure_names_its_page(api: Api) -> None:
    for kind, code in (("touchpoint", "queue"), ("company", "")):
        traced = trace_of(api, latest(kind, code))
        named = {one["name"] for one in traced["figures"]}
        assert named == set(latest(kind, code).figures) - {
            "kind", "code", "n", "evidence", "touchpoints", "status", "dimensions", "pieces", "reliability",
        }  # fmt: skip


def test_counters_that_changed_since_the_run_are_told_from_those_it_read(in_acme: Tenant) -> None:
    run = ScoreRun.objects.create(
        period=date(2026, 3, 1), period_end=date(2026, 4, 1), label="2026-03", model_version="1", inputs_hash="i",
        run_hash="r", layout_hash="l", settings_hash="s", mark="of other cells", seed=1, settings_number=0, status="ok",
        results={}, has_figures=True, created_at="2026-04-02T00:00:00Z",
    )  # fmt: skip
    score = ScopeScore.objects.create(
        run=run, kind="company", code="", n=0, status="ok", evidence="observed", figures={}
    )

    assert not trace_of(api_of(in_acme, "metrics:read", "feedback:read"), score)["isCurrent"]


def test_an_id_of_something_else_is_refused_and_an_unknown_one_is_null(api: Api, in_scored: Tenant) -> None:
    nobody = encode("ExperienceReturnScore", uuid7())

    assert api.data(TRACE, score=nobody) == {"trace": None}
    assert "ExperienceReturnScore" in api.error(TRACE, score=encode("Unit", uuid7()))["message"]
    assert api.error(TRACE, score="nonsense")["message"] == "That is not an id of this API."


def test_facts_are_only_for_those_who_may_read_them(in_scored: Tenant) -> None:
    score = latest("company", "")
    narrow = api_of(in_scored, "metrics:read")

    assert narrow.code(TRACE, score=encode("ExperienceReturnScore", score.pk)) == "FORBIDDEN"
