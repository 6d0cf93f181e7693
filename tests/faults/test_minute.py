"""A minute of everything at once, in which each process is killed with SIGKILL in turn: nothing is lost or doubled."""

import json
import os
import time
from collections.abc import Iterator

import pytest

from tests.faults.changer import Changer
from tests.faults.migrator import Migrator
from tests.faults.sender import Sender
from tests.faults.stack import Stack, standing
from tests.tenants.hooks.receiver import Receiver, receiving

pytestmark = [pytest.mark.slow, pytest.mark.soak]
SECONDS = 60
VICTIMS = {
    "web": ("granian", "config.wsgi"),
    "live": ("granian", "config.asgi"),
    "worker": ("celery", " worker "),
    "beat": ("celery", " beat "),
    "valkey": ("valkey-server",),
    "postgres": ("postgres", " -D "),
}
FLEET = [f"fleet-{number}" for number in range(8)]
# How long each may take to be back: the promise is 15 s, 10 s for PostgreSQL, on cores with nothing else to do than
# a minute of everything. Where others want them too, it takes as much longer as there are more who want a core.
LONGEST_SECONDS = 30
OUTBOX = """
import json
from tenants.access import company_context
from tenants.hooks.channels.message import message_id_of
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.selectors import company_by_slug
with company_context(company_by_slug("acme")):
    since = WebhookEndpoint.objects.get().created_at  # what happened before is told to nobody
    events = WebhookEvent.objects.filter(created_at__gt=since).order_by("id")
    told = [[message_id_of(key), kind] for key, kind in events.values_list("key", "type")]
    waiting = WebhookDelivery.objects.exclude(state="delivered").count()
    waiting += WebhookEvent.objects.filter(is_pending=True).count()
    print(json.dumps({"told": told, "waiting": waiting}))
"""


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A stack of its own."""
    with standing("minute") as running:
        yield running


def patience() -> float:
    """Return how long a process may take to be back while so many want a core."""
    return LONGEST_SECONDS * max(1.0, os.getloadavg()[0] / 4)


def kill_in_turn(stack: Stack) -> dict[str, float]:
    """Kill each victim alone, spread over the minute; return how long each took until it was at work again."""
    began, times = time.monotonic(), {}
    for number, (name, words) in enumerate(VICTIMS.items()):
        due = began + SECONDS * (number + 0.5) / len(VICTIMS)
        time.sleep(max(0.0, due - time.monotonic()))
        others = {other: set(stack.pids(*VICTIMS[other])) for other in VICTIMS if other != name}
        lives = stack.lives(name)
        killed = time.monotonic()
        before = set(stack.pids(*words))
        assert stack.kill(*words) > 0, name
        while not (set(stack.pids(*words)) - before and stack.lives(name) > lives):
            assert time.monotonic() - killed < patience(), f"{name} was not started again: {stack.output()}"
            time.sleep(0.05)
        stack.wait_ready()
        assert time.monotonic() - killed < patience(), name
        times[name] = round(time.monotonic() - killed, 2)
        for other in ("web", "live", "worker", "beat"):
            assert other == name or others[other] <= set(stack.pids(*VICTIMS[other])), f"{other} died with {name}"
    time.sleep(max(0.0, began + SECONDS - time.monotonic()))
    return times


def outbox(stack: Stack) -> list[list[str]]:
    """Return the events that were told, in their order, once none waits to be delivered."""
    deadline = time.monotonic() + 240
    while True:
        found = json.loads(stack.shell(OUTBOX))
        if not found["waiting"]:
            told: list[list[str]] = found["told"]
            return told
        assert time.monotonic() < deadline, f"{found['waiting']} deliveries still wait"
        time.sleep(2)


def require_all_told(receiver: Receiver, told: list[list[str]], changes: int) -> None:
    """Check that each event arrived, at least once with one id, and those of an entity first in their order."""
    arrived = list(dict.fromkeys(receiver.ids))
    assert {event for event, _ in told} <= set(arrived), "an event was lost"
    ours = [event for event, kind in told if kind == "touchpoint.updated"]
    assert len(ours) == changes
    assert [event for event in arrived if event in set(ours)] == ours


def test_nothing_is_lost_or_doubled_in_a_minute_of_kills(stack: Stack) -> None:
    token = stack.companies("acme", *FLEET)["acme"]
    stack.run("tests.faults.slow_fleet", "plant")
    with receiving() as receiver:
        sender, changer, fleet = Sender(stack, token, pause=0.02), Changer(stack, token), Migrator(stack)
        changer.listen(receiver.url)
        for thread in (sender, changer, fleet):
            thread.start()

        times = kill_in_turn(stack)
        sender.end()
        changer.end()
        fleet.join(180)

        told = outbox(stack)
        require_all_told(receiver, told, changer.changes)
    facts = sender.stored_once()
    migrated = fleet.all_at_the_head()
    assert stack.manage("audit", "check", "--tenant", "acme")["whole"] is True
    figures = {
        "load": round(os.getloadavg()[0], 1),
        "back after": times,
        "facts": facts,
        "batches sent again": len(sender.refusals),
        "changes": changer.changes,
        "scorings asked for": changer.scores,
        "events": len(told),
        "events told again": len(receiver.ids) - len(set(receiver.ids)),
        "fleet": {**migrated, "killed at": fleet.killed_at, "done after the kill": fleet.seconds_after_kill},
    }
    print(f"\n{figures}")  # noqa: T201 - the figures
    assert facts > 1000
