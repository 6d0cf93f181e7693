"""SIGTERM lets each part finish: a request that was begun is answered, a task that was begun is done, beat goes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.soak]
RECORDS = [{"external_id": f"d{n}", "occurred_at": "2026-01-01", "nps": n % 11} for n in range(5000)]
HELD = """
import time
from django.db import connection
from tenants.access import company_context
from tenants.selectors import company_by_slug
from analytics.models.watermark import Watermark
from django.db import transaction
with company_context(company_by_slug("acme")), transaction.atomic():
    Watermark.objects.get_or_create(id=1)
    Watermark.objects.select_for_update().get(id=1)
    print("held", flush=True)
    time.sleep(4)
"""


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The whole product with one company, whose token it has."""
    place = Path(tempfile.mkdtemp(prefix="hb-drain-", dir="/tmp"))
    place.chmod(0o755)
    running = Stack(place / "run")
    try:
        running.wait_ready(240)
        made = running.manage(
            "tenant", "create", "--slug", "acme", "--name", "Acme", "--industry", "none", "--currency", "CNY",
            "--timezone", "UTC", "--locale", "en", "--admin-email", "a@example.com", "--api-key",
        )  # fmt: skip
        running.token = made["api_key"]  # type: ignore[attr-defined]
        yield running
    finally:
        running.stop()
        shutil.rmtree(place, ignore_errors=True)


def gone(pids: list[int], seconds: float = 60) -> float:
    """Wait until processes have ended and return how long that took."""
    began = time.monotonic()
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() - began < seconds, "it does not end"
        time.sleep(0.05)
    return time.monotonic() - began


def post(stack: Stack, records: list[dict[str, Any]], answers: list[int]) -> HTTPConnection:
    """Send the head and half of a request; `finish` sends the rest."""
    body = json.dumps(records).encode()
    line = HTTPConnection("127.0.0.1", stack.port, timeout=60)
    line.putrequest("POST", "/collect/v1/feedback", skip_host=True)
    for name, value in {
        "Host": f"acme.localhost:{stack.port}", "Authorization": f"Bearer {stack.token}",  # type: ignore[attr-defined]
        "Content-Type": "application/json", "Content-Length": str(len(body)),
    }.items():  # fmt: skip
        line.putheader(name, value)
    line.endheaders()
    line.send(body[: len(body) // 2])

    def finish() -> None:
        time.sleep(1.0)
        line.send(body[len(body) // 2 :])
        answers.append(line.getresponse().status)

    threading.Thread(target=finish).start()
    return line


def test_requests_that_were_begun_are_answered_before_the_web_ends(stack: Stack) -> None:
    answers: list[int] = []
    (master, *_) = stack.pids("granian")
    for number in range(4):
        post(stack, [{**one, "external_id": f"{number}-{one['external_id']}"} for one in RECORDS], answers)
    time.sleep(0.3)

    os.kill(master, signal.SIGTERM)

    assert gone([master]) < 15
    assert answers == [200] * 4
    stack.wait_ready(240)
    stored = stack.shell(
        "from tenants.access import company_context; from tenants.selectors import company_by_slug\n"
        "from feedback.models import FeedbackItem\n"
        "with company_context(company_by_slug('acme')): print(FeedbackItem.objects.count())"
    )
    assert int(stored) == 4 * len(RECORDS)


def test_a_worker_finishes_its_task_and_takes_no_other(stack: Stack) -> None:
    holder = threading.Thread(target=stack.shell, args=[HELD])  # keeps the scoring waiting for four seconds
    holder.start()
    time.sleep(2.5)
    stack.shell(
        "from analytics.services.schedule import request_scoring\n"
        "from tenants.access import company_context; from tenants.selectors import company_by_slug\n"
        "from tenants.tasks import enqueue_job\n"
        "company = company_by_slug('acme')\n"
        "with company_context(company): enqueue_job(request_scoring(company=company, requested_by='drain'))"
    )
    workers = stack.pids("celery", " worker ")

    os.kill(workers[0], signal.SIGTERM)
    gone(workers)
    holder.join()

    for _ in range(60):
        states = stack.shell(
            "from tenants.access import company_context; from tenants.selectors import company_by_slug\n"
            "from tenants.jobs.models import Job\n"
            "with company_context(company_by_slug('acme')):\n"
            "    print(*Job.objects.filter(kind='score').values_list('state', 'attempts'))"
        )
        if "running" not in states and "queued" not in states:
            break
        time.sleep(1)
    assert "'done', 1" in states or "'succeeded', 1" in states, states
    assert "failed" not in states


def test_beat_goes_at_once_and_comes_again(stack: Stack) -> None:
    beats = stack.pids("celery", " beat ")

    os.kill(beats[0], signal.SIGTERM)

    gone(beats, seconds=20)
    for _ in range(200):
        if set(stack.pids("celery", " beat ")) - set(beats):
            return
        time.sleep(0.1)
    raise AssertionError("beat was not started again")


def test_the_whole_ends_in_order_and_leaves_nobody(stack: Stack) -> None:
    stack.process.send_signal(signal.SIGTERM)

    assert stack.process.wait(60) == 0
    assert stack.pids("celery") == stack.pids("granian") == []
