"""Control charts and alerts as the API gives them, and answers to alerts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from analytics.models.alert import Alert
from journeys.models import Touchpoint
from tenants.graphql.ids import encode
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.analytics.day_cells import add_cells, add_layout, answers, place
from tests.graphql_api import Api, api_of

NOW = datetime(2026, 9, 21, tzinfo=UTC)
CHARTS = """query($t: [String!], $m: [ChartMetric!], $from: Date, $to: Date, $first: Int, $after: String) {
  controlCharts(touchpoints: $t, metrics: $m, fromDay: $from, toDay: $to, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage }
    nodes { key touchpointCode metric status reason notes limit runLength
      baseline { first last days answers level designEffect lagOne }
      points(first: 40) { totalCount nodes { day n value centre z level low high flag dayLow dayHigh } }
      changes { nodes { day low high before after } } } } }"""
ALERTS = """query($filter: AlertFilter) { alerts(filter: $filter, first: 50) { totalCount nodes {
  id chart metric day lastDay kind direction state n value expected z level limit changedBy note inputsHash
  touchpoint { code } reasons { code text } } } }"""
ANSWER = """mutation($input: AlertAnswerInput!) { %s(input: $input) {
  alert { id state note changedBy } userErrors { code field message } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    add_layout()
    return api_of(in_acme, "metrics:read", "journeys:read", "plans:write")


def add_alert(day: date = date(2026, 9, 9), *, touchpoint: str = "queue", **changes: Any) -> Alert:
    values = {
        "chart": f"{touchpoint}/mean", "touchpoint": touchpoint, "metric": "mean", "day": day, "last_day": day,
        "kind": "shift", "direction": "down", "n": 40, "value": 7.1, "expected": 7.9, "z": -2.0, "level": -0.9,
        "limit": -0.8, "inputs_hash": "h", "settings_number": 0, "created_at": NOW, "changed_at": NOW,
        "reasons": [{"code": "shift_down", "metric": "mean", "value": 7.1, "expected": 7.9}, {"code": "mix_adjusted"}],
    }  # fmt: skip
    return Alert.objects.create(**values | changes)


def test_a_chart_carries_its_points_limits_baseline_and_changes(api: Api) -> None:
    fall = place(date(2026, 9, 5))
    add_cells(0, "score", answers(worse_from=fall))
    add_cells(0, "nps", answers(worse_from=fall))

    found = api.data(CHARTS, t=["queue"], m=["MEAN", "DETRACTORS"], to="2026-09-20")["controlCharts"]

    share, mean = found["nodes"]
    assert (share["key"], mean["key"], mean["metric"], mean["status"]) == (
        "queue/detractors", "queue/mean", "MEAN", "OK",
    )  # fmt: skip
    assert (mean["baseline"]["days"], mean["baseline"]["last"], mean["reason"]) == (182, "2026-08-31", None)
    points = mean["points"]["nodes"]
    assert [points[0]["day"], points[-1]["day"], mean["points"]["totalCount"]] == ["2026-09-01", "2026-09-20", 20]
    assert (points[0]["flag"], points[-1]["flag"]) == (0, -1)
    assert points[-1]["level"] < points[-1]["low"] < 0 < points[-1]["high"]
    assert points[-1]["dayHigh"] is None
    assert 0 < share["points"]["nodes"][0]["dayHigh"] < 1
    (change,) = mean["changes"]["nodes"]
    assert change["low"] <= "2026-09-05" <= change["high"]
    assert change["after"] < change["before"]


def test_numbers_of_answers_are_shown_as_numbers(api: Api) -> None:
    hist = answers()
    add_cells(0, "score", hist)

    (chart,) = api.data(CHARTS, m=["ANSWERS"], to="2026-09-20")["controlCharts"]["nodes"]

    last = chart["points"]["nodes"][-1]
    assert last["value"] == pytest.approx(hist[-1].sum())
    assert last["n"] == hist[-1].sum()
    assert chart["baseline"]["level"] == pytest.approx(40, abs=2)


def test_a_chart_of_several_months_has_one_point_a_day(api: Api) -> None:
    add_cells(0, "score", answers())
    query = """{ controlCharts(metrics: [MEAN], fromDay: "2026-07-20", toDay: "2026-08-10") {
      nodes { points(last: 100) { nodes { day } } } } }"""

    (chart,) = api.data(query)["controlCharts"]["nodes"]

    days = [point["day"] for point in chart["points"]["nodes"]]
    assert (days[0], days[-1], len(set(days))) == ("2026-07-20", "2026-08-10", 22)


def test_too_little_is_said_in_words(api: Api) -> None:
    add_cells(0, "score", answers(20), first=date(2026, 9, 1))

    (chart,) = api.data(CHARTS, m=["MEAN"], to="2026-09-20")["controlCharts"]["nodes"]

    assert (chart["status"], chart["baseline"], chart["limit"]) == ("INSUFFICIENT", None, None)
    assert chart["reason"] == "0 days with answers before, at least 28 are needed"
    assert chart["points"]["nodes"] == chart["changes"]["nodes"] == []


def test_charts_are_paged_by_key(api: Api) -> None:
    for touchpoint in (0, 1):
        add_cells(touchpoint, "score", answers(seed=touchpoint))
    met: list[str] = []
    info: dict[str, Any] = {"endCursor": None, "hasNextPage": True}
    while info["hasNextPage"]:
        page = api.data(CHARTS, to="2026-09-20", first=3, after=info["endCursor"])["controlCharts"]
        met += [node["key"] for node in page["nodes"]]
        info = page["pageInfo"]

    assert met == ["dine/answers", "dine/mean", "queue/answers", "queue/mean"]


def test_a_range_that_is_none_is_bad_input(api: Api) -> None:
    assert "range of days" in api.error(CHARTS, **{"from": "2026-09-20", "to": "2026-09-01"})["message"]
    assert api.code(CHARTS, to="2026-13-01") == "BAD_USER_INPUT"


def test_more_charts_cost_the_same_in_queries(api: Api) -> None:
    add_cells(0, "score", answers())
    few = api.queries(CHARTS, to="2026-09-20")
    for touchpoint in (-1, 1):
        add_cells(touchpoint, "nps", answers(seed=touchpoint + 5))

    assert api.queries(CHARTS, to="2026-09-20") == few


def test_an_alert_says_what_why_and_about_which_touchpoint(api: Api) -> None:
    Touchpoint.objects.create(code="queue")
    add_alert()
    add_alert(date(2026, 9, 11), touchpoint="", chart="/nps", metric="nps")

    company, queue = api.data(ALERTS)["alerts"]["nodes"]

    assert (company["touchpoint"], company["metric"]) == (None, "NPS")
    assert queue["touchpoint"] == {"code": "queue"}
    assert (queue["kind"], queue["direction"], queue["state"], queue["day"]) == ("SHIFT", "DOWN", "OPEN", "2026-09-09")
    assert [reason["code"] for reason in queue["reasons"]] == ["shift_down", "mix_adjusted"]
    assert queue["reasons"][0]["text"].startswith("The mean score has fallen: 7.1 on the day, 7.9 expected")


def test_alerts_are_narrowed(api: Api) -> None:
    add_alert()
    add_alert(date(2026, 9, 11), touchpoint="dine", state="resolved")

    def charts(**conditions: Any) -> list[str]:
        return [node["chart"] for node in api.data(ALERTS, filter=conditions)["alerts"]["nodes"]]

    assert charts(states=["OPEN"]) == charts(touchpoints=["queue"]) == charts(toDay="2026-09-10") == ["queue/mean"]
    assert charts(fromDay="2026-09-10", metrics=["MEAN"]) == ["dine/mean"]
    assert charts(metrics=["NPS"]) == []


def test_more_alerts_cost_the_same(api: Api) -> None:
    Touchpoint.objects.create(code="queue")
    add_alert()
    few = api.queries(ALERTS)
    for day in range(10, 29):
        add_alert(date(2026, 9, day))

    assert api.queries(ALERTS) == few


def test_an_alert_is_acknowledged_and_resolved(api: Api) -> None:
    known = encode("Alert", add_alert().pk)

    seen = api.data(ANSWER % "acknowledgeAlert", input={"id": known, "note": " looking "})["acknowledgeAlert"]
    done = api.data(ANSWER % "resolveAlert", input={"id": known})["resolveAlert"]

    assert seen == {
        "alert": {"id": known, "state": "ACKNOWLEDGED", "note": "looking", "changedBy": "test"}, "userErrors": [],
    }  # fmt: skip
    assert done["alert"]["state"] == "RESOLVED"
    again = api.data(ANSWER % "acknowledgeAlert", input={"id": known})["acknowledgeAlert"]
    assert again["alert"] is None
    assert again["userErrors"][0]["code"] == "ALERT_CLOSED"


def test_an_alert_that_never_was_and_a_note_that_is_none_are_told(api: Api) -> None:
    unknown, known = encode("Alert", uuid7()), encode("Alert", add_alert().pk)

    answer = api.data(ANSWER % "resolveAlert", input={"id": unknown})["resolveAlert"]
    assert [(one["code"], one["field"]) for one in answer["userErrors"]] == [("UNKNOWN_ALERT", "input.id")]
    long = api.data(ANSWER % "resolveAlert", input={"id": known, "note": "x" * 2001})["resolveAlert"]
    assert [(one["code"], one["field"]) for one in long["userErrors"]] == [("BAD_NOTE", "input.note")]
    assert api.code(ANSWER % "resolveAlert", input={"id": encode("Order", uuid7())}) == "BAD_USER_INPUT"
    assert Alert.objects.get().state == "open"


def test_a_reader_may_look_and_not_answer(in_acme: Tenant) -> None:
    known = encode("Alert", add_alert().pk)
    reader = api_of(in_acme, "metrics:read", "journeys:read")

    assert reader.data("{ alerts { totalCount } }")["alerts"] == {"totalCount": 1}
    assert reader.code(ANSWER % "acknowledgeAlert", input={"id": known}) == "FORBIDDEN"
    assert api_of(in_acme, "orders:write").code("{ controlCharts { totalCount } }") == "FORBIDDEN"
