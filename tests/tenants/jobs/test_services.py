"""A job is done once, however often it is asked for, sent, or dropped."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from tenants.access import Refusal, company_context, current_schema
from tenants.jobs.models import Job
from tenants.jobs.services import (
    JobLost,
    cancel_job,
    claim_job,
    fail_job,
    finish_job,
    report_progress,
    run_job,
    start_job,
    sweep_jobs,
)
from tenants.jobs.services.lifecycle import LONGEST_PAUSE, MAX_ATTEMPTS, pause_before
from tenants.models import Tenant

pytestmark = pytest.mark.usefixtures("in_acme")
LONG_AGO = timedelta(hours=1)


def claimed() -> Job:
    job = claim_job(job_id=start_job(kind="count").pk)
    assert job is not None
    return job


def set_back(job: Job, **fields: Any) -> None:
    Job.objects.filter(pk=job.pk).update(**fields)


@pytest.fixture
def runner(settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Any]], None]:  # type: ignore[no-untyped-def]
    """Register a function as the runner of jobs of kind "count"."""

    def register(function: Callable[..., Any]) -> None:
        monkeypatch.setitem(sys.modules, "runners", SimpleNamespace(count=function))
        settings.JOB_RUNNERS = {"count": "runners.count"}

    return register


def test_one_key_gives_one_job() -> None:
    first = start_job(kind="count", key="k", params={"n": 1})
    again = start_job(kind="count", key="k", params={"n": 2})

    assert first.pk == again.pk
    assert again.params == {"n": 1}


def test_the_same_key_in_two_companies_gives_two_jobs(globex: Tenant) -> None:
    mine = start_job(kind="count", key="k")
    with company_context(globex):
        theirs = start_job(kind="count", key="k")

    assert mine.pk != theirs.pk


def test_a_job_is_claimed_once() -> None:
    job = claimed()

    assert (job.state, job.attempts) == (Job.State.RUNNING, 1)
    assert claim_job(job_id=job.pk) is None


def test_a_job_is_not_begun_before_its_time() -> None:
    job = start_job(kind="count")
    set_back(job, not_before=Now() + LONG_AGO)

    assert claim_job(job_id=job.pk) is None


def test_a_job_whose_worker_is_silent_is_given_to_another() -> None:
    first = claimed()
    set_back(first, heartbeat_at=Now() - LONG_AGO)

    second = claim_job(job_id=first.pk)

    assert second is not None
    assert second.attempts == 2
    for late in (report_progress, finish_job, fail_job):
        with pytest.raises(JobLost):
            late(job=first, **{report_progress: {"done": 1}, finish_job: {}, fail_job: {"error": "x"}}[late])


def test_progress_is_seen_and_is_a_sign_of_life() -> None:
    job = claimed()
    set_back(job, heartbeat_at=Now() - LONG_AGO)

    report_progress(job=job, done=3, total=10)

    job.refresh_from_db()
    assert (job.done, job.total) == (3, 10)
    assert timezone.now() - job.heartbeat_at < timedelta(minutes=1)


def test_a_cancelled_job_stops_its_worker() -> None:
    job = claimed()

    assert cancel_job(job=job)
    assert not cancel_job(job=job)
    with pytest.raises(JobLost):
        report_progress(job=job, done=1)


def test_a_failed_attempt_waits_longer_each_time() -> None:
    job = fail_job(job=claimed(), error="no luck")

    assert job.state == Job.State.QUEUED
    assert job.error == "no luck"
    assert timedelta(seconds=3) < job.not_before - timezone.now() < timedelta(seconds=6)
    assert [pause_before(n).total_seconds() for n in (1, 2, 3)] == [5, 10, 20]
    assert pause_before(60) == LONGEST_PAUSE


def test_the_last_attempt_fails_for_good() -> None:
    job = claimed()
    set_back(job, attempts=MAX_ATTEMPTS)
    job.refresh_from_db()

    assert fail_job(job=job, error="no luck").state == Job.State.FAILED


def test_a_runner_works_in_its_company_and_its_answer_is_kept(runner) -> None:  # type: ignore[no-untyped-def]
    runner(lambda *, job: {"schema": current_schema(), "n": job.params["n"]})

    job = run_job(job_id=start_job(kind="count", params={"n": 7}).pk)

    assert job is not None
    assert (job.state, job.result) == (Job.State.DONE, {"schema": "acme", "n": 7})
    assert job.finished_at is not None


def test_a_job_that_is_done_is_not_run_again(runner) -> None:  # type: ignore[no-untyped-def]
    runs: list[int] = []
    runner(lambda *, job: runs.append(1))
    job = start_job(kind="count")

    for _ in range(3):
        run_job(job_id=job.pk)

    assert runs == [1]


def test_a_fault_is_tried_again_and_a_refusal_is_not(runner) -> None:  # type: ignore[no-untyped-def]
    def fault(*, job: Job) -> None:
        raise ZeroDivisionError("by zero")

    def refusal(*, job: Job) -> None:
        raise Refusal("column nps is missing")

    runner(fault)
    faulty = run_job(job_id=start_job(kind="count").pk)
    runner(refusal)
    refused = run_job(job_id=start_job(kind="count").pk)

    assert faulty is not None
    assert refused is not None
    assert (faulty.state, faulty.error) == (Job.State.QUEUED, "ZeroDivisionError: by zero")
    assert (refused.state, refused.error) == (Job.State.FAILED, "column nps is missing")


def test_an_unknown_kind_fails_with_its_name() -> None:
    job = run_job(job_id=start_job(kind="juggle").pk)

    assert job is not None
    assert job.state == Job.State.FAILED
    assert "'juggle'" in job.error


def test_the_sweep_finds_the_job_of_a_dead_worker() -> None:
    job = claimed()
    assert sweep_jobs() == []
    set_back(job, heartbeat_at=Now() - LONG_AGO)

    assert sweep_jobs() == [job.pk]
    assert claim_job(job_id=job.pk) is not None


def test_the_sweep_gives_up_a_job_that_kills_its_workers() -> None:
    job = claimed()
    set_back(job, heartbeat_at=Now() - LONG_AGO, attempts=MAX_ATTEMPTS)

    assert sweep_jobs() == []
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_the_sweep_sends_a_job_whose_message_was_lost_but_not_each_minute() -> None:
    fresh, lost = start_job(kind="count"), start_job(kind="count")
    set_back(lost, created_at=Now() - LONG_AGO)

    assert sweep_jobs() == [lost.pk]
    assert sweep_jobs() == []
    fresh.refresh_from_db()
    assert fresh.state == Job.State.QUEUED


def test_a_heartbeat_is_given_while_a_runner_is_busy(runner, settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    settings.JOB_STALE_SECONDS = 0.02
    beats: list[str] = []
    from tenants.jobs.services import running

    monkeypatch.setattr(running, "Now", lambda: beats.append(current_schema()) or Now())
    runner(lambda *, job: bool(connection.cursor().execute("SELECT pg_sleep(0.05)")))

    run_job(job_id=start_job(kind="count").pk)

    assert beats
    assert set(beats) == {"acme"}
