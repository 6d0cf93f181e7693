"""How much is held for a client, how many there are, and how all end."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from prometheus_client import REGISTRY

from config.live import stream as bounds
from tenants.models import Tenant
from tests.config.live.conftest import FEEDBACK
from tests.config.live.listener import asked, inside, run, streams, until
from tests.config.live.test_ending import key, text_of
from tests.config.live.test_following import said


def test_a_client_that_does_not_read_is_dropped_and_the_others_go_on(
    hooli: Tenant, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_WAITING", 2)

    async def test() -> None:
        async with streams() as serving:
            slow = await serving.follow(asked(hooli, FEEDBACK, token), reads=False)
            quick = await serving.follow(asked(hooli, FEEDBACK, token))
            for number in range(4):
                await inside(hooli, said, str(number))
                assert text_of(await quick.next()) == str(number)

            slow.reads.set()
            await until(slow.over.is_set)

            assert [frame.reason for frame in slow.heard() if frame.event == "next"][-1] == "TOO_SLOW"

    run(test)


def test_a_client_that_takes_no_sign_of_life_is_left(
    hooli: Tenant, token: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LIVE_HEARTBEAT_SECONDS = 0.05
    monkeypatch.setattr(bounds, "LAST_WORDS_SECONDS", 0.05)

    async def test() -> None:
        async with streams() as serving:
            await serving.follow(asked(hooli, FEEDBACK, token), reads=False)

            await until(lambda: serving.live.hub is not None and not serving.live.hub.count)

    run(test)


def refusals(full: str) -> float:
    return REGISTRY.get_sample_value("huibao_streams_refused_total", {"full": full}) or 0.0


def opened() -> float:
    return REGISTRY.get_sample_value("huibao_streams_open", {"company": ""}) or 0.0


@pytest.mark.parametrize(
    ("limit", "full", "status", "code", "words"),
    [
        ("LIVE_STREAMS_PER_CALLER", "caller", 429, "RATE_LIMITED", "事件流数量已达上限"),
        ("LIVE_STREAMS_PER_COMPANY", "company", 429, "RATE_LIMITED", "事件流数量已达上限"),
        ("LIVE_STREAMS", "process", 503, "UNAVAILABLE", "本服务器的事件流已满"),
    ],
)
def test_there_are_only_so_many(
    hooli: Tenant, token: str, settings: Any, limit: str, full: str, status: int, code: str, words: str
) -> None:
    setattr(settings, limit, 1)
    before = refusals(full), opened()

    async def test() -> None:
        async with streams() as serving:
            first = await serving.follow(asked(hooli, FEEDBACK, token))

            refused = await serving.ask(asked(hooli, FEEDBACK, token, language="zh-hans"))
            assert (refused.status, refused.headers["retry-after"]) == (status, "5")
            assert refused.refusal["extensions"]["code"] == code
            assert refused.refusal["message"].startswith(words)
            assert (refusals(full), opened()) == (before[0] + 1, before[1] + 1)

            first.left.set()
            await until(lambda: serving.live.hub is not None and not serving.live.hub.count)
            assert opened() == before[1]
            assert (await serving.ask(asked(hooli, FEEDBACK, token))).status == 200

    run(test)


def test_events_cost_points_and_without_any_the_stream_ends(hooli: Tenant, settings: Any) -> None:
    settings.API_BUCKET_POINTS, settings.API_RESTORE_POINTS = 3, 1

    async def test() -> None:
        async with streams() as serving:
            _, token = await inside(hooli, key)
            one = await serving.follow(asked(hooli, "subscription { feedbackReceived { source } }", token))
            for _ in range(4):
                await inside(hooli, said, "x")
            heard = [await one.next()]
            while not heard[-1].reason:
                heard.append(await one.next())

            assert 2 <= len(heard) <= 4
            assert heard[-1].reason == "OUT_OF_POINTS"
            assert heard[-1].retry >= 1000

    run(test)


def test_all_end_with_a_hint_when_to_come_back(hooli: Tenant, token: str) -> None:
    async def test() -> None:
        async with streams() as serving:
            both = [await serving.follow(asked(hooli, FEEDBACK, token)) for _ in range(2)]
            assert serving.live.hub is not None
            serving.live.hub.drain()
            last = [await one.next() for one in both]

            assert [frame.reason for frame in last] == ["RESTART", "RESTART"]
            assert all(frame.retry >= 2000 for frame in last)
            assert last[0].retry != last[1].retry
            late = await serving.ask(asked(hooli, FEEDBACK, token))
            assert (await late.next()).reason == "RESTART"

    run(test)


def test_a_client_of_the_protocol_alone_gets_its_two_events_alone(hooli: Tenant, token: str, settings: Any) -> None:
    settings.LIVE_HEARTBEAT_SECONDS = 0.05

    async def test() -> None:
        async with streams() as serving:
            one = await serving.follow(asked(hooli, FEEDBACK, token, method="POST"))
            await inside(hooli, said, "plain")
            blocks = [await one.frames.get() for _ in range(3)]
            while not blocks[-1].event:
                blocks.append(await one.frames.get())
            assert serving.live.hub is not None
            serving.live.hub.drain()
            end = await one.next()

            assert {(block.retry, bool(block.place)) for block in blocks if not block.event} == {(0, False)}
            assert text_of(blocks[-1]) == "plain"
            assert (end.retry, end.data["errors"][0]["extensions"]["retryAfterMs"]) == (0, 2000)

    run(test)


def test_a_document_is_named_by_its_hash(hooli: Tenant, token: str) -> None:
    async def test() -> None:
        async with streams() as serving:
            named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(FEEDBACK.encode()).hexdigest()}}
            body = json.dumps({"query": FEEDBACK, "extensions": named})
            known = asked(hooli, FEEDBACK, token, method="POST", raw=body)
            assert (await serving.ask(known)).status == 200
            again = asked(hooli, "", token, address=f"documentId=sha256:{named['persistedQuery']['sha256Hash']}")
            one = await serving.follow(again)
            await inside(hooli, said, "by name")

            assert text_of(await one.next()) == "by name"

    run(test)
