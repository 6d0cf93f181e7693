"""A thousand streams on one process: what they take, whom an event reaches, and what is lost when it is killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config.embedded.addresses import default_database_url
from tests.faults.following import PATIENCE, Follower, all_of
from tests.faults.stack import Stack, standing

pytestmark = [pytest.mark.slow, pytest.mark.soak]
STREAMS = 1000
QUERY = "subscription { feedbackReceived { items(first: 1) { nodes { externalId } } } }"
HELD = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'huibao-live'"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """The running product, where one key may have a thousand streams."""
    many = str(2 * STREAMS)
    streams = {"LIVE_STREAMS_PER_CALLER": many, "LIVE_STREAMS_PER_COMPANY": many}
    points = {"API_BUCKET_POINTS": "10000000", "API_RESTORE_POINTS": "1000000"}
    with standing("streams", within=240, **streams, **points) as made:
        yield made


@pytest.fixture(scope="module")
def keys(stack: Stack) -> dict[str, str]:
    """Return a key of each of two companies."""
    made = {}
    for slug in ("acme", "globex"):
        about = ("--slug", slug, "--name", slug, "--industry", "none", "--currency", "CNY", "--timezone", "UTC")
        people = ("--locale", "en", "--admin-email", f"a@{slug}.example", "--api-key")
        made[slug] = str(stack.manage("tenant", "create", *about, *people)["api_key"])
    return made


def send(stack: Stack, token: str, name: str) -> None:
    """Store one answer, again and again until it is acknowledged."""
    record = {"external_id": name, "occurred_at": "2026-05-01T10:00:00Z", "nps": 9}
    while True:
        try:
            stack.post("/collect/v1/feedback", slug="acme", token=token, key=name, records=[record])
        except OSError:
            time.sleep(0.1)
        else:
            return


def server_of(stack: Stack) -> int:
    """Return the process that holds the streams: the child of the one that was started."""
    return max(stack.pids("config.asgi"), key=resident)


def resident(pid: int) -> int:
    """Return the bytes of memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def worked(pid: int) -> float:
    """Return the seconds that a process has used a processor for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def told(figures: str) -> None:
    """Say what was measured, also when nothing failed."""
    sys.__stdout__.write(f"{figures}\n")  # type: ignore[union-attr]  # tests have an output


def names(follower: Follower) -> list[str]:
    """Return the answers that a follower was told of, in order."""
    found: list[str] = []
    for event, value in follower.events:
        assert event == "next", value
        found += [row["externalId"] for row in json.loads(value)["data"]["feedbackReceived"]["items"]["nodes"]]
    return found


async def followed(followers: list[Follower], test: Callable[[], Any]) -> None:
    """Run a test while these clients follow."""
    tasks = [asyncio.create_task(one.follow()) for one in followers]
    try:
        async with asyncio.timeout(2 * PATIENCE):
            for one in followers:
                await one.begun.wait()
        await test()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def crowd(stack: Stack, keys: dict[str, str], slug: str, count: int) -> list[Follower]:
    """Return clients of a company."""
    return [Follower(stack.port + 1, f"{slug}.localhost", keys[slug], QUERY) for _ in range(count)]


def test_a_thousand_idle_streams_and_one_event(stack: Stack, keys: dict[str, str]) -> None:
    warm, many, others = (crowd(stack, keys, *of) for of in (("acme", 5), ("acme", STREAMS), ("globex", 20)))

    async def test() -> None:
        await followed(others, after_a_few)

    async def after_a_few() -> None:
        await followed(warm, measured)

    async def measured() -> None:
        server = server_of(stack)
        before = resident(server)
        began = time.monotonic()

        async def idle() -> None:
            opened = time.monotonic() - began
            taken = (resident(server) - before) / STREAMS
            used, start = worked(server), time.monotonic()
            held = []
            with psycopg.connect(default_database_url(stack.run_dir), autocommit=True) as line:
                while time.monotonic() - start < 30:
                    held.append(int(line.execute(HELD).fetchone()[0]))  # type: ignore[index]
                    await asyncio.sleep(0.2)
            share = (worked(server) - used) / (time.monotonic() - start)
            await asyncio.to_thread(send, stack, keys["acme"], "for all")
            reached = await all_of(many, 1)
            told(
                f"\n{STREAMS} streams begun in {opened:.1f} s; {taken / 1024:.1f} KiB each; {100 * share:.2f} % of a"
                f" processor idle; connections held {sorted(held)[len(held) // 2]}, at most {max(held)} of {len(held)}"
                f" looks; an event reached all in {reached:.2f} s"
            )
            assert {tuple(names(one)) for one in many} == {("for all",)}
            assert [one.events for one in others] == [[]] * len(others)
            assert sorted(held)[len(held) * 9 // 10] == 0
            assert taken < 64 * 1024
            assert share < 0.15

        await followed(many, idle)

    asyncio.run(test())


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "restarted"])
def test_nothing_is_lost_or_doubled_when_the_process_goes(
    stack: Stack, keys: dict[str, str], how: signal.Signals
) -> None:
    followers = crowd(stack, keys, "acme", 50)
    sent = [f"{how.name}-{number}" for number in range(120)]

    async def test() -> None:
        await asyncio.sleep(0.5)
        for number, name in enumerate(sent):
            if number in {30, 80}:
                for pid in stack.pids("config.asgi") if how is signal.SIGKILL else stack.pids("config.asgi")[:1]:
                    os.kill(pid, how)
            await asyncio.to_thread(send, stack, keys["acme"], name)
        began = time.monotonic()
        await all_of(followers, len(sent))
        told(f"\n{how.name}: all {len(sent)} events told {time.monotonic() - began:.1f} s after the last was stored")

    asyncio.run(followed(followers, test))

    assert {tuple(names(one)) for one in followers} == {tuple(sent)}
    assert min(one.connections for one in followers) >= 2
    if how is signal.SIGTERM:
        assert "RESTART" in {reason for one in followers for reason in one.reasons}
