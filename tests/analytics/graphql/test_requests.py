"""Asking for scores, predictions and monitoring, and closing periods, through the API."""

from __future__ import annotations

import pytest

from analytics.models.score_run import ScoreRun
from tenants.audit.models import AuditEvent
from tenants.jobs.models import Job
from tenants.models import Tenant
from tests.graphql_api import Api, api_of
from tests.mutating import done, refusals

JOB = "job { id kind state requestedBy }"


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "metrics:read", "metrics:write", "jobs:read")


def test_scores_are_asked_for_as_a_job_once(api: Api) -> None:
    job = done(api, "requestScores", JOB, first="2026-01", last="2026-03")
    again = done(api, "requestScores", JOB, first="2026-01", last="2026-03")
    other = done(api, "requestScores", JOB)

    assert (job["kind"], job["state"], job["requestedBy"]) == ("score", "QUEUED", "test")
    assert again["id"] == job["id"] != other["id"]
    stored = Job.objects.order_by("created_at").values_list("params", flat=True)
    assert list(stored) == [{"first": "2026-01", "last": "2026-03"}, {}]
    assert AuditEvent.objects.filter(action="scores.requested").count() == 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"first": "2026-W02", "last": "2026-03"}, ("BAD_LABEL", "input")),
        ({"first": "2026-13"}, ("BAD_LABEL", "input.first")),
        ({"last": "2026-02-30"}, ("BAD_LABEL", "input.last")),
        ({"first": "2026-03", "last": "2026-01"}, ("BAD_PERIODS", "input")),
        ({"first": "1900-01-01", "last": "2026-01-01"}, ("BAD_PERIODS", "input")),
    ],
)
def test_periods_that_cannot_be_scored_are_refused_at_once(
    api: Api, given: dict[str, str], expected: tuple[str, str]
) -> None:
    assert refusals(api, "requestScores", **given) == [expected]

    assert not Job.objects.exists()


def test_reading_everything_again_takes_another_scope(api: Api, in_acme: Tenant) -> None:
    query = "mutation($i: RequestScoresInput!) { requestScores(input: $i) { userErrors { code } } }"

    assert api.code(query, i={"rebuild": True}) == "FORBIDDEN"
    manager = api_of(in_acme, "metrics:write", "settings:write", "jobs:read")
    done(manager, "requestScores", JOB, rebuild=True)
    assert Job.objects.get().params == {"rebuild": True}


def test_predictions_and_monitoring_are_asked_for_as_jobs(api: Api) -> None:
    assert done(api, "requestPredictions", JOB, period="2026-03")["kind"] == "predict"
    found = [api.data(f"mutation {{ requestMonitoring {{ {JOB} }} }}")["requestMonitoring"]["job"] for _ in range(2)]

    assert found[0] == found[1]
    assert found[0]["kind"] == "monitor"
    assert Job.objects.get(kind="predict").params == {"period": "2026-03", "target": "repurchase"}


def test_what_cannot_be_predicted_is_refused(api: Api) -> None:
    assert refusals(api, "requestPredictions", period="2026-Q1") == [("BAD_LABEL", "input.period")]
    assert refusals(api, "requestPredictions", period="2026-01", target="luck") == [("UNKNOWN_TARGET", "input")]


@pytest.fixture
def closer(undone: Tenant) -> Api:
    """Somebody who closes periods of the scored company."""
    return api_of(undone, "metrics:read", "settings:write")


def test_a_period_is_closed_once_and_for_all(closer: Api) -> None:
    first = done(closer, "closePeriod", "scoreRun { period status closedAt runHash }", period="2026-03")

    assert (first["period"], first["status"]) == ("2026-03", "OK")
    assert done(closer, "closePeriod", "scoreRun { period status closedAt runHash }", period="2026-03") == first
    assert ScoreRun.objects.filter(closed_at__isnull=False).count() == 1
    assert AuditEvent.objects.get(action="period.closed").subject_name == "2026-03"


@pytest.mark.parametrize(("period", "code"), [("2031-01", "CANNOT_CLOSE"), ("2026-13", "BAD_LABEL")])
def test_a_period_without_a_run_is_not_closed(closer: Api, period: str, code: str) -> None:
    assert refusals(closer, "closePeriod", period=period) == [(code, "input.period")]
