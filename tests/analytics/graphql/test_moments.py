"""What scores say touchpoint by touchpoint, and the moments of truth of a journey."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from journeys.models import Journey, JourneyVersion, Stage, StageTouchpoint, Touchpoint
from tenants.models import Tenant
from tests.analytics.graphql.test_queries import ESTIMATE, NOTHING, add_run
from tests.graphql_api import Api, api_of

LOW = {**ESTIMATE, "value": 40.0, "low": 38.0, "high": 42.0}
RANK = {"value": 1.0, "low": 1.0, "high": 2.0, "n": 950, "status": "ok"}
ASKED = """query($scope: ScopeKind!) { experienceReturnScores(scope: $scope) { nodes { code
  touchpointValues { touchpoint value { value low n status } }
  momentsOfTruth { touchpoint reasons rank { value high } } } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read", "journeys:read")


def add_journey(code: str, touchpoints: list[str], *, declared: str) -> None:
    """A journey in force, one stage with these touchpoints."""
    version = JourneyVersion.objects.create(
        journey=Journey.objects.create(code=code), number=1, state="published", published_at="2026-01-01T00:00:00Z"
    )
    stage = Stage.objects.create(version=version, code="visit", position=1)
    for place, name in enumerate(touchpoints, 1):
        touchpoint, _ = Touchpoint.objects.get_or_create(code=name, defaults={"is_moment_of_truth": name == declared})
        StageTouchpoint.objects.create(stage=stage, touchpoint=touchpoint, position=place)


def add_scope(run: ScoreRun, kind: str, code: str, touchpoints: dict[str, Any]) -> None:
    """A score of a scope with its values at touchpoints."""
    figures = {"value": ESTIMATE, "touchpoints": touchpoints}
    ScopeScore.objects.create(run=run, kind=kind, code=code, n=120, status="ok", evidence="observed", figures=figures)


def asked(api: Api, scope: str) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = api.data(ASKED, scope=scope)["experienceReturnScores"]["nodes"]
    return nodes


def test_a_journey_says_which_touchpoints_decide_and_why(api: Api) -> None:
    rows = [{"code": "queue", "value": LOW, "rank": RANK}, {"code": "dish", "value": ESTIMATE}]
    run = add_run(3, results={"drivers": {}, "touchpoints": rows})
    add_journey("dine_in", ["queue", "seat", "dish"], declared="dish")
    add_scope(run, "journey", "dine_in", {"queue": LOW, "dish": ESTIMATE})

    (node,) = asked(api, "JOURNEY")

    assert node["momentsOfTruth"] == [
        {"touchpoint": "queue", "reasons": ["STRONG_DRIVER", "LOW_POINT"], "rank": {"value": 1.0, "high": 2.0}},
        {"touchpoint": "dish", "reasons": ["DECLARED", "END"], "rank": None},
    ]


def test_moments_of_all_journeys_take_one_query(api: Api, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    run = add_run(3, results={"drivers": {}, "touchpoints": []})
    for code in ("a", "b", "c"):
        add_journey(code, ["queue"], declared="queue")
        add_scope(run, "journey", code, {})
    with django_assert_num_queries(4):  # two are of the key and the data versions
        found = asked(api, "JOURNEY")

    assert [len(node["momentsOfTruth"]) for node in found] == [1, 1, 1]


def test_a_segment_says_its_value_at_each_touchpoint(api: Api) -> None:
    run = add_run(3)
    add_scope(run, "segment", "family", {"queue": LOW, "dish": NOTHING})

    (node,) = asked(api, "SEGMENT")

    assert [one["touchpoint"] for one in node["touchpointValues"]] == ["dish", "queue"]
    assert node["touchpointValues"][1]["value"] == {"value": 40.0, "low": 38.0, "n": 120, "status": "ok"}
    assert node["touchpointValues"][0]["value"]["value"] is None
    assert node["momentsOfTruth"] == []
