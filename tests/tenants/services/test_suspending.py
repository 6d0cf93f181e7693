"""A suspended company is read and not changed, at every door, and goes on afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tenants.access import ALL_CAPABILITIES, company_context
from tenants.jobs.models import Job
from tenants.jobs.services import JobLost, claim_job, finish_job, start_job, sweep_jobs
from tenants.members.services import create_api_key
from tenants.models import Tenant, TenantSchedule
from tenants.selectors import forget_hosts
from tenants.services.onboarding import ensure_operator
from tenants.services.suspending import CannotChangeStatus, close_company, resume_company, suspend_company

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, tzinfo=UTC)
ANSWER = {"external_id": "1", "occurred_at": "2026-11-01T10:00:00Z", "nps": 9}


@pytest.fixture
def client(acme: Tenant) -> Iterator[Client]:
    with company_context(acme):
        _, token = create_api_key(name="all", scopes=ALL_CAPABILITIES)
    forget_hosts()
    yield Client(headers={"host": "acme.localhost", "authorization": f"Bearer {token}"})
    forget_hosts()


def collect(client: Client) -> tuple[int, str]:
    answer = client.post("/collect/v1/feedback", json.dumps([ANSWER]), content_type="application/json")
    return answer.status_code, answer.content.decode()


def ask(client: Client, query: str) -> dict[str, object]:
    found: dict[str, object] = client.post("/graphql", {"query": query}, content_type="application/json").json()
    return found


DELETE = 'mutation { deleteScenario(code: "x") { deletedCode userErrors { code } } }'


@pytest.mark.parametrize("close", [False, True])
def test_reads_stay_and_writes_are_refused_until_it_is_resumed(client: Client, acme: Tenant, close: bool) -> None:
    if close:
        close_company(company=acme, now=NOW)
    else:
        suspend_company(company=acme, reason="unpaid")

    state = "being closed" if close else "suspended"
    assert ask(client, "{ viewer { company { slug } } }")["data"] == {"viewer": {"company": {"slug": "acme"}}}
    error = ask(client, DELETE)["errors"][0]  # type: ignore[index]
    assert (error["extensions"]["code"], error["message"]) == (
        "FORBIDDEN", f"This company is {state}: it can be read, not changed.",
    )  # fmt: skip
    assert collect(client)[0] == 403
    assert "FORBIDDEN" in collect(client)[1]

    resume_company(company=acme)
    assert collect(client)[0] == 200
    assert "data" in ask(client, DELETE)


def test_its_jobs_are_taken_from_their_workers_and_done_afterwards(acme: Tenant) -> None:
    TenantSchedule.objects.update_or_create(
        tenant=acme, task="sweep", defaults={"next_due_at": NOW + timedelta(days=1)}
    )
    with company_context(acme):
        job = start_job(kind="score")
        running = claim_job(job_id=job.pk)
        assert running is not None

    suspend_company(company=acme)

    with company_context(acme):
        with pytest.raises(JobLost):
            finish_job(job=running)
        Job.objects.update(created_at=NOW - timedelta(days=60))
        resume_company_from_outside(acme)
        assert sweep_jobs() == [job.pk]
        assert claim_job(job_id=job.pk) is not None
    assert TenantSchedule.objects.get(tenant=acme, task="sweep").next_due_at < NOW + timedelta(days=1)


def resume_company_from_outside(company: Tenant) -> None:
    from tenants.access import PUBLIC_PLACE, current_place, move_to

    place = current_place()
    move_to(PUBLIC_PLACE)
    resume_company(company=company)
    move_to(place)


def test_twice_is_once_and_an_active_company_is_not_resumed(acme: Tenant) -> None:
    assert suspend_company(company=acme).status == suspend_company(company=acme).status == "suspended"
    assert resume_company(company=acme).status == resume_company(company=acme).status == "active"
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.DELETING)
    with pytest.raises(CannotChangeStatus, match="is deleting"):
        resume_company(company=acme)
    with pytest.raises(CannotChangeStatus, match="operator"):
        suspend_company(company=ensure_operator().company)


def test_both_audits_tell_it(acme: Tenant) -> None:
    from tenants.audit.models import AuditEvent

    operator = ensure_operator().company

    suspend_company(company=acme, reason="unpaid")

    for place in (acme, operator):
        with company_context(place):
            event = AuditEvent.objects.get(action="tenant.suspended")
            assert (event.subject_name, event.after["status_reason"]) == ("acme", "unpaid")
