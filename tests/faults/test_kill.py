"""What was acknowledged is stored exactly once, whichever process is killed in the meantime."""

import itertools
import threading
import time

import pytest

from tests.faults.stack import standing

pytestmark = [pytest.mark.slow, pytest.mark.long]
VICTIMS = {
    "web": ("granian",),
    "worker": ("celery", " worker "),
    "valkey": ("valkey-server",),
    "postgres": ("postgres", " -D "),
}


class Sender(threading.Thread):
    """Posts small batches without pause; a batch that was not acknowledged is sent again, under the same key."""

    def __init__(self, stack, token):
        super().__init__(daemon=True)
        self.stack, self.token = stack, token
        self.sent, self.acknowledged, self.retries = [], [], []
        self.finish = threading.Event()

    def run(self):
        for number in itertools.count():
            if self.finish.is_set():
                return
            batch = [
                {
                    "external_id": f"{number}-{place}",
                    "customer": f"c{(number * 20 + place) % 97}",
                    "occurred_at": f"2026-{1 + number % 9:02d}-10T08:00:00+08:00",
                    "nps": (number + place) % 11,
                }
                for place in range(20)
            ]
            self.sent += batch
            self.deliver(number, batch)

    def deliver(self, number, batch):
        while True:
            try:
                answer = self.stack.post(
                    "/collect/v1/feedback", slug="acme", token=self.token, key=f"batch-{number}", records=batch
                )
            except OSError as error:
                self.retries.append(str(error))
                time.sleep(0.1)
                continue
            assert not answer["rejected"]
            self.acknowledged += batch
            return


@pytest.fixture(scope="module")
def stack():
    with standing("faults") as running:
        yield running


def test_acknowledged_facts_are_stored_exactly_once_when_processes_are_killed(stack):
    company = ("tenant", "create", "--slug", "acme", "--name", "Acme", "--industry", "dining", "--currency", "CNY")
    made = stack.manage(
        *company, "--timezone", "Asia/Shanghai", "--locale", "en", "--admin-email", "a@example.com", "--api-key"
    )
    sender = Sender(stack, made["api_key"])
    sender.start()

    for words in VICTIMS.values():
        time.sleep(1.5)
        assert stack.kill(*words) > 0
        stack.wait_ready()
    time.sleep(1.5)
    sender.finish.set()
    sender.join(60)

    assert len(sender.acknowledged) == len(sender.sent) > 400, (sender.retries[-5:], stack.output())
    again = [
        stack.post(
            "/collect/v1/feedback",
            slug="acme",
            token=made["api_key"],
            key=f"again-{start}",
            records=sender.sent[start : start + 5000],
        )
        for start in range(0, len(sender.sent), 5000)
    ]
    assert sum(answer["accepted"] for answer in again) == 0
    assert sum(answer["duplicates"] for answer in again) == len(sender.sent)
    scored = stack.manage("score", "--tenant", "acme")
    assert sum(period["company"]["nps"]["n"] for period in scored["periods"]) == len(sender.sent)
    assert stack.manage("verify", "--tenant", "acme")["differences"] == []


DUE_NOW = """
from django.utils import timezone
from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Tenant
from analytics.services.schedule import plan_missing
plan_missing(now=timezone.now())
print(TenantSchedule.objects.filter(tenant__slug="acme", task="score").update(next_due_at=timezone.now()))
"""
RUNS = """
from analytics.models.score_run import ScoreRun
from tenants.access import company_context
from tenants.selectors import company_by_slug
with company_context(company_by_slug("acme")):
    print(ScoreRun.objects.filter(status__in=["ok", "provisional"]).count())
"""
EMPTY_BROKER = """
from django.conf import settings
from redis import Redis
print(Redis.from_url(settings.REDIS_URL).flushall())
"""


def test_due_periods_are_scored_although_the_broker_was_emptied_and_the_worker_killed(stack):
    stack.kill("celery", " worker ")
    before = int(stack.shell(RUNS))
    extra = [{"external_id": "late", "customer": "c1", "occurred_at": "2026-03-02T08:00:00+08:00", "nps": 9}]
    token = stack.manage("api_key", "create", "--tenant", "acme", "--name", "late", "--scopes", "feedback:write")
    stack.post("/collect/v1/feedback", slug="acme", token=token["api_key"], key="late", records=extra)
    assert stack.shell(DUE_NOW) == "1"
    time.sleep(3)
    assert stack.shell(EMPTY_BROKER) == "True"
    assert stack.kill("valkey-server") > 0
    stack.kill("celery", " worker ")
    stack.wait_ready()

    began = time.monotonic()
    while int(stack.shell(RUNS)) <= before:
        assert time.monotonic() - began < 150, stack.output()
        time.sleep(1)

    assert stack.manage("verify", "--tenant", "acme")["differences"] == []
