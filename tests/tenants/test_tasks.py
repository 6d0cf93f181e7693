"""A message names its company, and what names none, or one that is gone, is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from config.celery import app
from tenants.access import NotInCompany, UnknownCompany, company_context, current_schema
from tenants.jobs.models import Job
from tenants.jobs.services import start_job, sweep_jobs
from tenants.models import Tenant, TenantSchedule
from tenants.tasks import SOON_SECONDS, CompanyTask, RefusedMessage, enqueue, enqueue_job
from tenants.tasks import run_job as run_job_task


@shared_task(base=CompanyTask, name="probe.here")
def here() -> str:
    return current_schema()


def run(**headers: object) -> str:
    """Run the task as a worker does with a message that has these headers."""
    return here.apply(headers=headers).get()


# --- in this process --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_task_runs_in_the_company_of_its_message(acme: Tenant, globex: Tenant) -> None:
    assert [run(company="acme"), run(company="globex")] == ["acme", "globex"]
    assert current_schema() == "public"


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"company": None}, {"company": ""}, {"company": 7}])
def test_a_message_without_a_company_is_refused(headers: dict[str, object]) -> None:
    with pytest.raises(RefusedMessage, match="without a company"):
        run(**headers)


@pytest.mark.django_db
@pytest.mark.parametrize("schema", ["ghost", "public", "pg_catalog", 'acme"; DROP SCHEMA acme'])
def test_a_message_for_an_unknown_company_is_refused(acme: Tenant, schema: str) -> None:
    with pytest.raises(UnknownCompany):
        run(company=schema)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Tenant.Status.PROVISIONING, Tenant.Status.DELETING])
def test_a_message_for_a_company_that_is_not_there_to_work_is_refused(acme: Tenant, status: str) -> None:
    Tenant.objects.filter(slug="acme").update(status=status)

    with pytest.raises(RefusedMessage, match=str(status)):
        run(company="acme")


@pytest.mark.django_db
@pytest.mark.parametrize("status", [Tenant.Status.SUSPENDED, Tenant.Status.CLOSING])
def test_work_of_a_company_that_may_not_be_changed_waits(acme: Tenant, status: str) -> None:
    Tenant.objects.filter(slug="acme").update(status=status)

    assert run(company="acme") is None


@pytest.mark.django_db
def test_a_direct_call_needs_a_company(acme: Tenant) -> None:
    with company_context(acme):
        assert here() == "acme"
    with pytest.raises(NotInCompany):
        here()


def test_a_message_is_not_sent_for_no_company() -> None:
    with pytest.raises(RefusedMessage, match="enqueue"):
        here.delay()


@pytest.mark.django_db
def test_nothing_is_sent_before_the_commit(acme: Tenant, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks() as waiting, transaction.atomic():
        enqueue(here, company=acme)

    assert len(waiting) == 1


# --- a real worker ----------------------------------------------------------------------------


def send(queue: str, company: str | None, folder: Path, name: str) -> None:
    options = {"headers": {"company": company}} if company else {}
    app.send_task("probe.where", kwargs={"folder": str(folder), "name": name}, queue=queue, **options)


NAMES = ["acme", "globex", "initrode"]


@pytest.fixture
def see(queue: str, wait_until: Callable[..., None], tmp_path: Path) -> Callable[[], dict[str, set[str]]]:
    """Send 24 messages for three companies and return what the worker saw for each."""

    def visit() -> dict[str, set[str]]:
        for number in range(24):
            send(queue, NAMES[number % 3], tmp_path, f"{NAMES[number % 3]}-{number}")
        wait_until(lambda: len(list(tmp_path.glob("*-*[0-9]"))) == 24)
        seen: dict[str, set[str]] = {name: set() for name in NAMES}
        for path in tmp_path.glob("*-*[0-9]"):
            seen[path.name.partition("-")[0]] |= set(path.read_text().split()[:3])
        return seen

    return visit


@pytest.mark.slow
@pytest.mark.parametrize("worker", ["prefork"], indirect=True)
def test_a_worker_keeps_companies_apart_and_refuses_the_unknown(
    worker, initrode, companies, queue, see, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    send(queue, "ghost", tmp_path, "ghost")
    send(queue, None, tmp_path, "missing")

    assert see() == {name: {name} for name in NAMES}
    assert not (tmp_path / "ghost").exists()
    assert not (tmp_path / "missing").exists()


def test_a_job_that_was_sent_is_looked_after_within_the_minute(in_acme: Tenant) -> None:
    row = TenantSchedule.objects.update_or_create(
        tenant=in_acme, task="sweep", defaults={"cadence": "daily", "next_due_at": timezone.now() + timedelta(hours=1)}
    )[0]

    enqueue_job(start_job(kind="export_changes", requested_by="test"))

    row.refresh_from_db()
    assert row.next_due_at <= timezone.now() + timedelta(seconds=SOON_SECONDS)


@pytest.mark.slow
@pytest.mark.parametrize("worker", ["threads"], indirect=True)
def test_a_job_whose_worker_was_killed_is_done_once_by_the_next(
    worker, entered, companies, queue, see, wait_until, settings, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    settings.JOB_STALE_SECONDS = 1.0
    folder = tmp_path / "job"
    folder.mkdir()

    def deliver(job: Job) -> None:
        run_job_task.apply_async(kwargs={"job_id": str(job.pk)}, queue=queue)

    job = start_job(kind="sleep", params={"folder": str(folder)})
    deliver(job)
    wait_until((folder / "begun-1").exists)
    worker.kill()
    wait_until(sweep_jobs)  # the dead worker is found by its silence
    worker.start()
    for _ in range(3):
        deliver(job)  # however often the message comes
    assert see() == {name: {name} for name in NAMES}
    wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE)

    job.refresh_from_db()
    assert (job.attempts, job.result) == (2, {"attempt": 2})
    assert {path.name for path in folder.iterdir()} == {"begun-1", "begun-2"}
