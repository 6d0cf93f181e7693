"""Companies are due by their own cadence and zone, and asked for once."""

from datetime import UTC, datetime, timedelta

import pytest

from analytics.services.schedule import (
    SWEEP_WHEN_BUSY,
    SWEEP_WHEN_IDLE,
    claim_due,
    jitter_of,
    next_due,
    plan_missing,
    request_scoring,
    run_score_job,
    set_cadence,
    sweep_again,
)
from tenants.access import company_context
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tenants.models import Tenant, TenantSchedule

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
CASES = [
    ("hourly", NOON, "UTC", "2026-03-04T13:00:00+00:00"),
    ("daily", NOON, "UTC", "2026-03-05T03:00:00+00:00"),
    ("daily", NOON, "Asia/Shanghai", "2026-03-05T03:00:00+08:00"),
    ("daily", datetime(2026, 3, 4, 18, 30, tzinfo=UTC), "Asia/Shanghai", "2026-03-05T03:00:00+08:00"),
    ("weekly", NOON, "UTC", "2026-03-09T03:00:00+00:00"),
    ("monthly", NOON, "UTC", "2026-04-01T03:00:00+00:00"),
    ("daily", datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/Berlin", "2026-03-29T03:00:00+02:00"),
]


@pytest.fixture
def due(acme, db):
    """Acme is due to be scored at noon; nobody else is."""
    plan_missing(now=NOON)
    TenantSchedule.objects.update(next_due_at=NOON + timedelta(days=9))
    return TenantSchedule.objects.filter(tenant=acme, task="score").update(next_due_at=NOON)


def jobs(company):
    with company_context(company):
        return list(Job.objects.values_list("kind", "key", "state"))


@pytest.mark.parametrize(("cadence", "after", "zone", "expected"), CASES)
def test_next_due_is_in_the_companys_own_zone(cadence, after, zone, expected):
    assert next_due(cadence=cadence, after=after, zone=zone).isoformat() == expected


@pytest.mark.parametrize("cadence", ["hourly", "daily", "weekly", "monthly"])
@pytest.mark.parametrize("jitter", [0, 599])
def test_next_due_is_always_later(cadence, jitter):
    moment = NOON
    for _ in range(5):
        following = next_due(cadence=cadence, after=moment, zone="Asia/Shanghai", jitter=jitter)
        assert following > moment
        moment = following


def test_unknown_cadence_is_an_error():
    with pytest.raises(ValueError, match="'yearly' is no cadence"):
        next_due(cadence="yearly", after=NOON, zone="UTC")


def test_jitter_is_a_companys_own_and_below_ten_minutes(acme):
    assert 0 <= jitter_of(acme) == jitter_of(acme) < 600


def test_active_companies_get_schedules_once(acme, db):
    plan_missing(now=NOON)

    assert plan_missing(now=NOON) == 0
    assert set(TenantSchedule.objects.filter(tenant=acme).values_list("task", flat=True)) == set(TenantSchedule.Task)
    assert not TenantSchedule.objects.filter(tenant__kind=Tenant.Kind.OPERATOR).exists()


def test_due_company_gets_one_job_however_often_it_is_claimed(due, acme, globex):
    first = claim_due(now=NOON)
    second = claim_due(now=NOON)

    assert [(work.company, work.task) for work in first] == [(acme, "score")]
    assert second == []
    assert jobs(acme) == [("score", f"score:{NOON.isoformat()}", "queued")]
    assert jobs(globex) == []


def test_claiming_the_same_window_again_finds_the_same_job(due, acme):
    job = claim_due(now=NOON)[0].job
    TenantSchedule.objects.filter(tenant=acme, task="score").update(next_due_at=NOON)

    assert claim_due(now=NOON)[0].job == job


def test_days_of_silence_are_made_up_once(due, acme):
    claim_due(now=NOON + timedelta(days=5))
    schedule = TenantSchedule.objects.get(tenant=acme, task="score")

    assert len(jobs(acme)) == 1
    assert schedule.next_due_at > NOON + timedelta(days=5)


def test_suspended_company_is_not_due(due, acme):
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.SUSPENDED)

    assert claim_due(now=NOON) == []


def test_claiming_brings_the_sweep_forward(due, acme):
    claim_due(now=NOON)

    assert TenantSchedule.objects.get(tenant=acme, task="sweep").next_due_at == NOON + SWEEP_WHEN_BUSY


def test_sweep_comes_back_soon_only_while_a_job_is_open(due, acme):
    TenantSchedule.objects.filter(tenant=acme, task="sweep").update(next_due_at=NOON)
    claim_due(now=NOON)

    with company_context(acme):
        Job.objects.all().update(state=Job.State.DONE)
        assert not sweep_again(company=acme, now=NOON)
        assert TenantSchedule.objects.get(tenant=acme, task="sweep").next_due_at in {
            NOON + SWEEP_WHEN_IDLE,
            NOON + SWEEP_WHEN_BUSY,
        }
        request_scoring(company=acme, requested_by="test")
        assert sweep_again(company=acme, now=NOON)


def test_cadence_can_be_set(acme, db):
    schedule = set_cadence(company=acme, cadence=TenantSchedule.Cadence.HOURLY, now=NOON)

    assert schedule.next_due_at.astimezone(UTC) == NOON + timedelta(hours=1, seconds=jitter_of(acme)) or (
        schedule.next_due_at - NOON < timedelta(hours=1)
    )
    assert TenantSchedule.objects.filter(tenant=acme, task="score").count() == 1


def test_score_job_scores_and_reports_progress(in_scored):
    job = request_scoring(company=in_scored, requested_by="test")

    done = run_job(job_id=job.pk)

    assert (done.state, done.done, done.total, done.error) == ("done", 7, 7, "")
    assert set(done.result["runs"]) == {f"2026-{month:02d}" for month in range(1, 8)}
    assert run_job(job_id=job.pk) is None
    assert run_score_job.__doc__
