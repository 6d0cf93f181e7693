"""Every door of the model at once, and what each answer must look like whatever the facts are."""

import json
from io import StringIO
from math import isclose

from django.core.management import call_command

from tenants.management.base import Refused
from tests.graphql_api import api_of

PERIOD = "2026-06"
SCOPES = ("company", "journey", "stage", "touchpoint", "segment", "unit", "channel")
PARTS = {"value", "low", "high", "n", "status"}
E = "{ value low high n status reason }"
QUESTIONS = (
    *(
        f"""query($p: Period) {{ experienceReturnScores(scope: {scope.upper()}, period: $p, first: 30) {{ nodes {{
          code n status evidence pBest value {E} nps {E} csat {E} ces {E} loyalty {E} returnIndex {E} reach {E}
          importance {E} slope {E} returnPerPoint {E} valueAtStake {E} expected {E} rank {E} expectationGap {E}
          beyondExpectation {E} dimensions {{ code value {E} reliability {E} }} }} }} }}"""
        for scope in SCOPES
    ),
    f"""query($p: Period!) {{ drivers(period: $p) {{ outcome n r2 {E} touchpoints(first: 30) {{ nodes {{ code
      importance {E} rank {E} slope {E} reach {E} value {E} priority {E} pTop pValue vif quadrant }} }} }} }}""",
    f"""query($p: Period!) {{ customerBase(period: $p) {{ buyers activeCustomers {E} expectedOrders {E}
      customerEquity {E} netRevenueRetention {E} earnedNewCustomers {E} earnedGrowthRate {E}
      referredShareOfNew {E} }} }}""",
    f"""query($p: Period!) {{ customerValues(period: $p, first: 5) {{ nodes {{ repeats evidence active {E}
      expectedOrders {E} lifetimeValue {E} }} }} }}""",
    f"""{{ forecastCalibration {{ inside {E} slope {E} plans(first: 5) {{ nodes {{ code forecast {E} outcome {E}
      reason }} }} }} }}""",
    f"""{{ scenarios(first: 5) {{ nodes {{ code status reason deltaEquity {E} cost {E} npv {E} roi {E}
      paybackMonths {E} pNpvPositive }} }} }}""",
    f"""{{ planEvaluations(first: 5) {{ nodes {{ design verdict effect {E} money {E} forecast {E} pValue placeboP
      reason }} }} }}""",
    f"""query($p: Period) {{ predictionRuns(period: $p, first: 5) {{ nodes {{ target status verdict customers
      auc {E} difference {E} calibrationSlope {E} }} }} }}""",
    """{ controlCharts(toDay: "2026-06-30", first: 20) { nodes { key status reason
      points(first: 31) { nodes { day n value centre z level low high } } } } }""",
    "{ alerts(first: 20) { nodes { chart n value expected z } } }",
    "{ segments(first: 20) { nodes { code customers } } }",
)


def say(company, *words):
    """Return what a command prints as JSON, or {"refused": why}; anything but a refusal in words is raised."""
    out = StringIO()
    verbs = words[:2] if words[0] in {"plan", "scenario", "customers"} else words[:1]
    try:
        call_command(*verbs, "--tenant", company.slug, "--json", *words[len(verbs) :], stdout=out, stderr=StringIO())
    except Refused as refused:
        assert len(str(refused)) > 10
        return {"refused": str(refused)}
    return json.loads(out.getvalue())


def figures(printed, path=""):
    """Yield every estimate in an answer with its place."""
    if isinstance(printed, list):
        for place, one in enumerate(printed):
            yield from figures(one, f"{path}[{place}]")
    if isinstance(printed, dict):
        if printed.keys() >= PARTS:
            yield path, printed
        for name, one in printed.items():
            yield from figures(one, f"{path}.{name}")


def check(printed, name=""):
    """Hold an answer to what every answer promises: finite numbers, and no figure without interval or reason."""
    json.dumps(printed, allow_nan=False)
    for path, found in figures(printed):
        value, low, high = found["value"], found["low"], found["high"]
        if found["status"] == "insufficient":
            assert (value, low, high) == (None, None, None), (name, path, found)
            assert found.get("reason"), (name, path, found)
        else:
            assert value is not None, (name, path, found)
            assert low is None or low <= value or isclose(low, value), (name, path, found)
            assert high is None or value <= high or isclose(high, value), (name, path, found)


def ask_everything(company, folder, *, uplift=1.0):
    """Return the answers of all doors by name, every one checked."""
    said = {"score": say(company, "score")}
    periods = {one["period"]: one for one in said["score"]["periods"]}
    last = PERIOD if PERIOD in periods or not periods else max(periods)
    for scope in SCOPES:
        said[f"report {scope}"] = say(company, "report", "--period", last, "--scope", scope)
    said["quarter"] = say(company, "score", "--from", "2026-Q2", "--to", "2026-Q2")
    said["week"] = say(company, "score", "--from", "2026-W23", "--to", "2026-W23")
    touchpoints = [one["code"] for one in periods[last]["touchpoints"]] if periods else []
    for code in touchpoints[:3] or ["queue"]:
        asked = ("--touchpoint", code, "--uplift", str(uplift), "--cost", "100")
        said[f"whatif {code}"] = say(company, "whatif", "--period", last, *asked)
    moves = [{"touchpoint": code, "uplift": uplift} for code in touchpoints[:2] or ["queue"]]
    scenario = {"code": "both", "title": "Both", "period": last, "moves": moves, "cost": 100}
    said["scenario"] = say(company, "scenario", "import", written(folder, scenario))
    said["scenarios"] = say(company, "scenario", "show")
    said["predict"] = say(company, "predict", "--period", last)
    said["customers"] = say(company, "customers", "value", "--period", last)
    said["monitor"] = say(company, "monitor", "--as-of", "2026-06-30")
    said["calibration"] = say(company, "calibration")
    said["verify"] = say(company, "verify")
    for name, answer in {**said, **questions(company, last)}.items():
        check(answer, name)
    assert said["verify"].get("differences") == [], said["verify"]
    return said


def questions(company, period):
    """Return what the API answers to every question about the model."""
    api = api_of(company)
    return {asked: api.data(asked, **({"p": period} if "$p" in asked else {})) for asked in QUESTIONS}


def month(said, period=PERIOD):
    """Return a printed month."""
    return next(one for one in said["score"]["periods"] if one["period"] == period)


def touchpoint(said, code, period=PERIOD):
    """Return a printed touchpoint of a month."""
    return next(one for one in month(said, period)["touchpoints"] if one["code"] == code)


def written(folder, document):
    """Return the path of a JSON file that holds a document."""
    path = folder / f"{document['code']}.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)
