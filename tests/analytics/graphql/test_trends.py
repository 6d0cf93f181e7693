"""One figure of many scopes over many periods."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.models import Tenant
from tests.analytics.graphql.test_queries import ESTIMATE, NOTHING, add_run
from tests.graphql_api import Api, api_of

TRENDS = """query($from: Period!, $to: Period!, $figure: ScoreFigure, $codes: [String!], $first: Int, $after: String) {
  scoreTrends(scope: TOUCHPOINT, from: $from, to: $to, figure: $figure, codes: $codes, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { code points { period periodStart n status estimate { value low high n status reason } } } } }"""
QUARTER = {"from": "2026-02", "to": "2026-04"}


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read")


def trends(api: Api, **asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = api.data(TRENDS, **QUARTER | asked)["scoreTrends"]
    return found


def test_each_touchpoint_has_its_figure_in_every_scored_period(api: Api) -> None:
    for month in (1, 2, 4):
        add_run(month, touchpoints=2)

    found = trends(api)

    point = {"periodStart": "2026-02-01", "n": 120, "status": "ok", "estimate": {**ESTIMATE, "reason": None}}
    assert [node["code"] for node in found["nodes"]] == ["t00", "t01"]
    assert found["nodes"][0]["points"][0] == {"period": "2026-02", **point}
    assert [one["period"] for one in found["nodes"][1]["points"]] == ["2026-02", "2026-04"]


def test_another_figure_comes_with_its_reason_and_one_that_is_not_there_is_null(api: Api) -> None:
    add_run(2, touchpoints=1)

    ((money,),) = (node["points"] for node in trends(api, figure="RETURN_PER_POINT")["nodes"])
    ((slope,),) = (node["points"] for node in trends(api, figure="SLOPE")["nodes"])

    assert money["estimate"] == NOTHING
    assert slope["estimate"] is None


def test_pages_are_of_scopes_and_cost_the_same_queries_whatever_their_size(api: Api) -> None:
    for month in (2, 3):
        add_run(month, touchpoints=5)

    first = trends(api, first=2)
    rest = trends(api, first=50, after=first["pageInfo"]["endCursor"])

    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (5, True)
    assert [node["code"] for node in first["nodes"] + rest["nodes"]] == ["t00", "t01", "t02", "t03", "t04"]
    assert api.queries(TRENDS, **QUARTER, first=1) == api.queries(TRENDS, **QUARTER, first=50)


def test_codes_narrow_the_list(api: Api) -> None:
    add_run(3, touchpoints=3)

    assert [node["code"] for node in trends(api, codes=["t02", "nowhere"])["nodes"]] == ["t02"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"from": "2026-05"}, "must be a period of the same kind as `from` and not before it"),
        ({"to": "2026-W20"}, "must be a period of the same kind as `from` and not before it"),
        ({"from": "soon"}, "must be a period, such as"),
    ],
    ids=["backwards", "mixed", "no period"],
)
def test_periods_that_make_no_span_are_refused_in_words(api: Api, asked: dict[str, str], words: str) -> None:
    error = api.error(TRENDS, **QUARTER | asked)

    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert words in error["message"]
