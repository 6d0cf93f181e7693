"""What the API tells of drivers is what the month's run kept of them."""

from __future__ import annotations

import pytest

from analytics.models.score_run import ScoreRun
from tenants.models import Tenant
from tests.graphql_api import api_of


def newest_scored_month() -> ScoreRun:
    """The last month with a touchpoint's score, whatever other periods were scored since."""
    runs = ScoreRun.objects.filter(is_current=True, period_kind="month")
    found: ScoreRun = runs.filter(scopes__kind="touchpoint", scopes__n__gt=0).order_by("-period")[0]
    return found


def test_the_index_tells_what_moved_it(in_scored: Tenant) -> None:
    run = newest_scored_month()
    stored = run.results["company"]["return_index"]
    query = """query($p: Period!) { drivers(period: $p) { returnIndex {
      reference value { value } contributions { code points { value low high n status } } other { value } } } }"""

    split = api_of(in_scored, "metrics:read").data(query, p=f"{run.period:%Y-%m}")["drivers"]["returnIndex"]

    assert (split["reference"], split["value"]["value"]) == (stored["reference"], stored["value"])
    assert len(split["contributions"]) > 0
    for told, kept in zip(split["contributions"], stored["contributions"], strict=True):
        assert told == {"code": kept["code"], "points": {name: kept[name] for name in told["points"]}}
    moved = sum(part["points"]["value"] or 0 for part in split["contributions"]) + split["other"]["value"]
    assert moved == pytest.approx(split["value"]["value"] - 100)


def test_a_driver_tells_its_kind_its_place_and_how_sure_its_rank_is(in_scored: Tenant) -> None:
    run = newest_scored_month()
    stored = {row["code"]: row for row in run.results["touchpoints"]}
    query = """query($p: Period!) { drivers(period: $p) { doubts touchpoints { nodes { code pTop pValue vif quadrant
      quadrantSure priority { value n } kano { kind likely reason penalty { value } asymmetry { value } } } } } }"""

    api = api_of(in_scored, "metrics:read")
    drivers = api.data(query, p=f"{run.period:%Y-%m}")["drivers"]

    assert drivers["doubts"] == run.results["drivers"]["doubts"]
    for node in drivers["touchpoints"]["nodes"]:
        row = stored[node["code"]]
        assert (node["pTop"], node["pValue"], node["vif"]) == (row["p_top"], row["p_value"], row["vif"])
        assert node["quadrant"] == row["quadrant"]
        assert node["priority"]["value"] == row["priority"]["value"]
        assert node["kano"]["kind"] == row["kano"]["kind"]
        assert node["kano"]["penalty"]["value"] == row["kano"]["penalty"]["value"]


def test_a_driver_tells_who_answered_what_is_remembered_and_how_channels_compare(in_scored: Tenant) -> None:
    run = newest_scored_month()
    stored = {row["code"]: row for row in run.results["touchpoints"]}
    query = """query($p: Period!) { drivers(period: $p) { touchpoints { nodes { code lmg runningValue { value n }
      response { contacts effectiveN reason rate { value } adjustedValue { status } }
      consistency { reference offsets { channel offset { value low high n } } } } } } }"""

    api = api_of(in_scored, "metrics:read")
    nodes = api.data(query, p=f"{run.period:%Y-%m}")["drivers"]["touchpoints"]["nodes"]

    for node in nodes:
        row = stored[node["code"]]
        running, offsets = row["running_value"], row["consistency"]["offsets"]
        assert node["lmg"] == row["lmg"]
        assert node["runningValue"] == {"value": running["value"], "n": running["n"]}
        assert node["response"]["reason"] == "no contacts are logged at this touchpoint"
        assert (node["response"]["contacts"], node["response"]["effectiveN"]) == (0, None)
        assert node["consistency"]["reference"] == "app"
        assert {told["channel"]: told["offset"]["value"] for told in node["consistency"]["offsets"]} == {
            code: offset["value"] for code, offset in offsets.items()
        }
