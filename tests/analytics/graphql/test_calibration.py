"""Forecasts against outcomes, and what an evaluation could have shown, through the API."""

from analytics.models.plan_evaluation import PlanEvaluation
from tests.analytics.services.learning.test_lessons import about, history, plan_with
from tests.graphql_api import api_of

CHART = """{ forecastCalibration {
  inside { value n } slope { value n }
  causalDiscount { kappa { value low high n } fromPlans { value } priorMean priorSd chanceTooHigh chanceTooLow version }
  plans(first: 50) { totalCount nodes { code inside reason backdated forecast { value } outcome { value low high } } }
} }"""


def test_the_chart_shows_every_plan_and_what_was_learned(in_acme):
    history(0.3)
    plan_with("unsure", gain=1000.0, came=about(900.0, 50.0), verdict="cannot_tell")

    found = api_of(in_acme).data(CHART)["forecastCalibration"]

    assert found["plans"]["totalCount"] == 21
    discount = found["causalDiscount"]
    assert discount["kappa"]["low"] < 0.3 < discount["kappa"]["high"]
    assert (discount["kappa"]["n"], discount["priorMean"], discount["priorSd"]) == (20, 0.5, 0.25)
    assert discount["chanceTooHigh"] + discount["chanceTooLow"] == 1.0
    assert found["inside"]["n"] == found["slope"]["n"] == 20
    unsure = found["plans"]["nodes"][-1]
    assert (unsure["code"], unsure["inside"]) == ("unsure", None)
    assert "cannot tell" in unsure["reason"]


def test_without_plans_the_chart_is_empty_and_says_so(in_acme):
    found = api_of(in_acme).data(CHART)["forecastCalibration"]

    assert found["plans"] == {"totalCount": 0, "nodes": []}
    assert found["inside"]["value"] is None
    assert found["causalDiscount"]["kappa"]["value"] == 0.5


def test_an_evaluation_says_what_it_could_have_shown(in_acme):
    plan_with("care", gain=1000.0, came=about(900.0, 50.0))
    row = PlanEvaluation.objects.get()
    row.results |= {"smallest_detectable": 4.5, "smallest_detectable_harm": 5.5, "p_value": 0.01, "reason": "it rose"}
    row.save()
    query = "{ planEvaluations { nodes { smallestDetectable smallestDetectableHarm pValue placeboP reason } } }"

    (found,) = api_of(in_acme).data(query)["planEvaluations"]["nodes"]

    assert found == {
        "smallestDetectable": 4.5,
        "smallestDetectableHarm": 5.5,
        "pValue": 0.01,
        "placeboP": None,
        "reason": "it rose",
    }
