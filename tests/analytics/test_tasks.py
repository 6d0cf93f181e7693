"""The tick asks workers for what is due, in messages that name their company."""

from datetime import UTC, datetime, timedelta

import pytest

from analytics.services.schedule import plan_missing
from analytics.tasks import sweep, tick
from tenants.access import company_context
from tenants.jobs.models import Job
from tenants.models import TenantSchedule

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def due(acme, db):
    """All regular work of acme is due."""
    plan_missing(now=LONG_AGO)
    TenantSchedule.objects.update(next_due_at=datetime(2100, 1, 1, tzinfo=UTC))
    TenantSchedule.objects.filter(tenant=acme).update(next_due_at=LONG_AGO)


def test_tick_sends_one_message_for_each_due_work_and_then_none(due, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent:
        assert tick() == 4
    with django_capture_on_commit_callbacks() as sent_again:
        assert tick() == 0

    assert len(sent) == 4
    assert sent_again == []


def test_tick_leaves_a_row_so_that_a_lost_message_loses_nothing(due, acme):
    tick()

    with company_context(acme):
        kinds = ("score", "monitor", "retention")
        assert set(Job.objects.values_list("kind", "state")) == {(kind, "queued") for kind in kinds}


def test_sweep_sends_a_forgotten_job_again(due, acme, django_capture_on_commit_callbacks):
    with company_context(acme):
        job = Job.objects.create(kind="score")
        Job.objects.filter(pk=job.pk).update(created_at=datetime.now(UTC) - timedelta(hours=1))

        with django_capture_on_commit_callbacks() as sent:
            assert sweep() == 1

    assert len(sent) == 1
