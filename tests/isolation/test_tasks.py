"""Every task and every kind of job, for globex with acme's names: nothing of acme is done, sent or changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec import to_builtins

from analytics.services.schedule import plan_missing, request_scoring
from config.celery import app
from feedback.models import CaseRule
from feedback.services.changes.cursors import CursorElsewhere, Place, cursor_of, era, view_of
from feedback.services.changes.requests import request_export
from journeys.models import ActionPlan
from tenants.access import COMMAND, company_context, current_schema
from tenants.jobs.models import Job
from tenants.jobs.services import run_job, start_job
from tenants.models import TenantSchedule
from tenants.models.ids import uuid7
from tenants.tasks import CompanyTask, RefusedMessage
from tests.isolation.planted import Strangers

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OURS = {"config", "tenants", "journeys", "feedback", "analytics"}
FAR_AWAY = datetime(2100, 1, 1, tzinfo=UTC)
# Task -> the names of acme that its arguments may hold, by argument.
TASK_ROWS: dict[str, dict[str, Callable[[Strangers], str]]] = {
    "analytics.tick": {},
    "tenants.tend": {},
    "analytics.sweep": {},
    "tenants.go_on": {"slug": lambda stranger: stranger.theirs.company.slug},
    "tenants.migrate": {"slug": lambda stranger: stranger.theirs.company.slug},
    "tenants.archive": {"slug": lambda stranger: stranger.theirs.company.slug, "by": lambda stranger: "somebody"},
    "feedback.open_cases": {},
    "tenants.deliver": {},
    "tenants.mail": {},
    "tenants.run_job": {"job_id": lambda stranger: stranger.theirs.job},
}
# Kind of job -> its parameters.
JOB_ROWS: dict[str, list[dict[str, Any]]] = {
    "apply_case_rule": [],  # names a rule: below
    "evaluate": [],  # names a plan: below
    "export_changes": [],  # names a place in a company's own transactions: below
    "directory": [{}],  # what it holds is sealed: see tests/feedback/graphql/test_directory.py
    "load_demonstration": [],  # refused for an industry without example data: see tests/analytics/management
    "map_touchpoint": [{"source": str(uuid7()), "target": str(uuid7())}],
    "monitor": [{}],
    "predict": [{}],
    "privacy_access": [{}],
    "privacy_erase": [{}],
    "recognise_customers": [{}, {"everybody": True}],
    "remove_demonstration": [],  # likewise
    "retention": [{}, {"dry_run": True}],
    "score": [{}, {"rebuild": True}, {"first": "2026-06", "last": "2026-06"}],
    "undo_import": [],  # names a batch: below
}


def our_tasks() -> dict[str, Any]:
    """Return the tasks of our apps that a worker knows, by name."""
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if task.__module__.split(".")[0] in OURS}


def test_every_task_and_kind_of_job_has_a_row() -> None:
    ours = our_tasks()

    assert set(ours) == set(TASK_ROWS), "say in test_tasks.py what the task is sent for another company"
    assert set(settings.JOB_RUNNERS) == set(JOB_ROWS), "say in test_tasks.py how the kind of job is asked for"
    for name, task in ours.items():
        names = set(task.run.__code__.co_varnames[: task.run.__code__.co_kwonlyargcount])
        assert names == set(TASK_ROWS[name])


# The last three are sent from the operator's pages alone, which name the company.
OF_NO_COMPANY = {"analytics.tick", "tenants.tend", "tenants.go_on", "tenants.migrate", "tenants.archive"}
COMPANY_TASKS = [name for name in TASK_ROWS if name not in OF_NO_COMPANY]


def test_only_what_looks_after_companies_is_of_none() -> None:
    ours = our_tasks()

    assert sorted(name for name in TASK_ROWS if isinstance(ours[name], CompanyTask)) == sorted(COMPANY_TASKS)


@pytest.mark.parametrize("name", COMPANY_TASKS)
def test_a_message_for_globex_does_nothing_with_acmes_names(
    stranger: Strangers, name: str, django_capture_on_commit_callbacks: Any
) -> None:
    theirs = {argument: of(stranger) for argument, of in TASK_ROWS[name].items()}
    invented = {argument: str(uuid7()) for argument in theirs}
    schema = stranger.mine.company.schema_name
    with company_context(stranger.mine.company):
        Job.objects.all().delete()
    answers = []

    for names in (theirs, invented):
        with CaptureQueriesContext(connection) as asked, django_capture_on_commit_callbacks() as sent:
            done = our_tasks()[name].apply(kwargs=names, headers={"company": schema})
        answers.append((done.state, done.result, len(asked), sent))
        assert stranger.theirs.company.schema_name not in str(asked.captured_queries)

    assert answers[0] == answers[1]
    assert (answers[0][0], answers[0][3]) == ("SUCCESS", [])


@pytest.mark.parametrize("name", COMPANY_TASKS)
def test_without_a_company_a_message_with_acmes_names_is_refused(stranger: Strangers, name: str) -> None:
    names = {argument: of(stranger) for argument, of in TASK_ROWS[name].items()}

    with pytest.raises(RefusedMessage, match="without a company"):
        our_tasks()[name].apply(kwargs=names, headers={}).get()
    assert current_schema() == "public"


def test_what_is_due_at_globex_asks_for_nothing_at_acme(
    stranger: Strangers, django_capture_on_commit_callbacks: Any
) -> None:
    theirs = TenantSchedule.objects.filter(tenant=stranger.theirs.company)
    before = list(theirs.values("pk", "next_due_at"))
    plan_missing(now=LONG_AGO)
    TenantSchedule.objects.update(next_due_at=FAR_AWAY)
    TenantSchedule.objects.filter(tenant=stranger.mine.company).update(next_due_at=LONG_AGO)

    with django_capture_on_commit_callbacks() as sent:
        due = our_tasks()["analytics.tick"]()

    assert due == len(sent) == 4
    assert set(theirs.values_list("next_due_at", "last_run_at")) == {(FAR_AWAY, None)}
    with company_context(stranger.theirs.company):
        assert [str(job.pk) for job in Job.objects.all()] == [stranger.theirs.job]
    for row in before:  # as they were
        theirs.filter(pk=row["pk"]).update(next_due_at=row["next_due_at"])


@pytest.mark.parametrize(("kind", "params"), [(kind, params) for kind, rows in JOB_ROWS.items() for params in rows])
def test_a_job_of_globex_is_done_at_globex(stranger: Strangers, kind: str, params: dict[str, Any]) -> None:
    with company_context(stranger.mine.company):
        job = run_job(job_id=start_job(kind=kind, params=params, key=f"{stranger.theirs.mark}-job").pk)

    assert job is not None
    assert (job.state, job.error) == ("done", "")
    assert stranger.told(job.result) == set()


def test_a_batch_of_acme_is_no_batch_of_globex(stranger: Strangers) -> None:
    with company_context(stranger.mine.company):
        jobs = [
            run_job(job_id=start_job(kind="undo_import", params={"batch": batch, "by": "x"}).pk)
            for batch in (stranger.theirs.batch, str(uuid7()))
        ]

    assert [job and (job.state, "there is no batch" in job.error) for job in jobs] == [("failed", True)] * 2


def test_a_rule_of_acme_opens_no_case_at_globex(stranger: Strangers) -> None:
    span = {"first": "2026-01-01T00:00:00+00:00", "last": "2026-12-01T00:00:00+00:00"}
    with company_context(stranger.theirs.company):
        theirs = str(CaseRule.objects.values_list("pk", flat=True)[0])
    with company_context(stranger.mine.company):
        params = [span | {"rule": rule} for rule in (theirs, str(uuid7()))]
        jobs = [run_job(job_id=start_job(kind="apply_case_rule", params=one).pk) for one in params]

    assert [job and (job.state, "nothing with that id" in job.error) for job in jobs] == [("failed", True)] * 2


def test_a_plan_of_acme_is_not_judged_at_globex(stranger: Strangers) -> None:
    with company_context(stranger.theirs.company):
        theirs = str(ActionPlan.objects.values_list("pk", flat=True)[0])
    with company_context(stranger.mine.company):
        params = [{"plan": "x", "id": plan} for plan in (theirs, str(uuid7()))]
        jobs = [run_job(job_id=start_job(kind="evaluate", params=one).pk) for one in params]

    assert [job and (job.state, job.error) for job in jobs] == [(jobs[1].state, jobs[1].error)] * 2  # type: ignore[union-attr]
    assert jobs[0] is not None
    assert (jobs[0].state, "nothing with that id" in jobs[0].error) == ("failed", True)


def test_an_export_of_acme_goes_on_nowhere_at_globex(stranger: Strangers) -> None:
    view = view_of(COMMAND)
    with company_context(stranger.theirs.company):
        theirs = Place(era=era(), view=view.mark, since=0, until=1)
    params = {"limit": 1, "place": to_builtins(theirs), "view": to_builtins(view)}

    with company_context(stranger.mine.company):
        with pytest.raises(CursorElsewhere):
            request_export(actor=COMMAND, after=cursor_of(theirs))
        job = run_job(job_id=start_job(kind="export_changes", params=params).pk)

    assert job is not None
    assert (job.state, "another copy" in job.error) == ("failed", True)


def test_a_jobs_key_of_acme_is_free_at_globex(stranger: Strangers) -> None:
    with company_context(stranger.mine.company):
        made = start_job(kind="score", key=f"{stranger.theirs.mark}-job")

    assert str(made.pk) != stranger.theirs.job


def test_asking_for_scores_at_globex_hastens_only_globex(stranger: Strangers) -> None:
    plan_missing(now=datetime.now(UTC))
    theirs = TenantSchedule.objects.filter(tenant=stranger.theirs.company)
    before = list(theirs.values_list("task", "next_due_at"))

    with company_context(stranger.mine.company):
        request_scoring(company=stranger.mine.company, requested_by="test")

    assert list(theirs.values_list("task", "next_due_at")) == before


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_dead_job_of_acme_is_not_swept_by_globex(stranger: Strangers, state: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=1)
    with company_context(stranger.mine.company):
        Job.objects.create(kind="score", key="old")
        Job.objects.update(state=state, created_at=long_ago, heartbeat_at=long_ago)

        found = our_tasks()["analytics.sweep"]()

    assert found > 0  # globex's own
