"""`cancelJob` stops what waits or runs, and says when nothing is left to stop."""

from __future__ import annotations

import pytest

from tenants.audit.models import AuditEvent
from tenants.graphql.ids import encode
from tenants.hooks.models import WebhookEvent
from tenants.jobs.models import Job
from tenants.jobs.services import JobLost, claim_job, finish_job
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of

CANCEL = "mutation($id: ID!) { cancelJob(input: {id: $id}) { job { state } userErrors { code field } } }"


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "jobs:write", "jobs:read")


@pytest.fixture
def job(in_acme: Tenant) -> Job:
    made: Job = Job.objects.create(kind="score")
    return made


def test_a_job_that_waits_is_stopped(api: Api, job: Job) -> None:
    answer = api.data(CANCEL, id=encode("Job", job.pk))["cancelJob"]

    assert answer == {"job": {"state": "CANCELLED"}, "userErrors": []}
    assert claim_job(job_id=job.pk) is None
    event = AuditEvent.objects.get(action="job.cancelled")
    assert (event.subject_id, event.actor_kind, event.before) == (str(job.pk), "key", {"state": "queued"})
    assert WebhookEvent.objects.filter(type="job.cancelled").exists()


def test_a_job_that_runs_is_stopped_and_its_worker_told(api: Api, job: Job) -> None:
    running = claim_job(job_id=job.pk)
    assert running is not None

    assert api.data(CANCEL, id=encode("Job", job.pk))["cancelJob"]["userErrors"] == []

    with pytest.raises(JobLost):
        finish_job(job=running)


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_a_job_that_is_over_stays_as_it_is(api: Api, job: Job, state: str) -> None:
    Job.objects.update(state=state)

    answer = api.data(CANCEL, id=encode("Job", job.pk))["cancelJob"]

    assert answer == {"job": None, "userErrors": [{"code": "JOB_IS_OVER", "field": "input.id"}]}
    assert Job.objects.get().state == state


def test_an_unknown_job_and_what_is_no_id_are_refused(api: Api) -> None:
    assert api.data(CANCEL, id=encode("Job", uuid7()))["cancelJob"]["userErrors"][0]["code"] == "UNKNOWN_JOB"
    assert api.code(CANCEL, id="x") == "BAD_USER_INPUT"


def test_it_needs_its_scope(in_acme: Tenant, job: Job) -> None:
    assert api_of(in_acme, "jobs:read").code(CANCEL, id=encode("Job", job.pk)) == "FORBIDDEN"
