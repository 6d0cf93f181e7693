"""Answers are kept by name and version, in a bounded room, made once for all who wait, and never needed."""

from __future__ import annotations

from hashlib import sha256
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.conf import settings
from pytest_django.fixtures import Settings

from tenants.access import cache_key, company_context
from tenants.models import Tenant
from tenants.services import answers
from tenants.services.answers import LONGEST_KEPT, SLOTS, KeptAnswer, Turn, turn_at


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    settings.API_ANSWER_SECONDS = 60


@pytest.fixture
def name(in_acme: Tenant) -> bytes:
    return sha256(uuid4().bytes).digest()


def asked(name: bytes, version: str = "1", *, data: bytes = b"{}", points: int = 3) -> KeptAnswer | None:
    """Take a turn, and make the answer when it is not there; return what was found."""
    with turn_at(name=name, version=version) as turn:
        if turn.found is None:
            turn.keep(KeptAnswer(points, data))
        return turn.found


def valkey() -> Any:
    return redis.Redis.from_url(settings.REDIS_URL)


def slot_of(name: bytes) -> str:
    return cache_key(str(int.from_bytes(name[:4]) % SLOTS), "answer", 1)


def test_it_works(name: bytes) -> None:
    assert asked(name, data=b'{"data":1}', points=70_000) is None
    assert asked(name) == KeptAnswer(70_000, b'{"data":1}')


def test_another_version_is_another_answer_in_the_place_of_the_first(name: bytes) -> None:
    asked(name, "1", data=b"old")

    assert asked(name, "2", data=b"new") is None
    assert asked(name, "2") == KeptAnswer(3, b"new")
    assert asked(name, "1") is None


def test_another_company_finds_nothing_under_the_same_name(name: bytes, globex: Tenant) -> None:
    asked(name, data=b"acme's")

    with company_context(globex):
        assert asked(name) is None


def test_what_shares_a_place_is_not_mistaken(name: bytes) -> None:
    other = name[:4] + sha256(b"other").digest()[4:]
    asked(name, data=b"mine")

    assert asked(other, data=b"other's") is None
    assert asked(name) is None


def test_the_room_is_bounded_in_size_and_time(name: bytes) -> None:
    asked(name, data=b"x" * (LONGEST_KEPT + 1))
    assert asked(name, data=b"x" * LONGEST_KEPT) is None

    assert 0 < valkey().ttl(slot_of(name)) <= 60
    assert len(valkey().get(slot_of(name))) < LONGEST_KEPT + 100


def test_what_was_made_in_vain_is_not_kept_and_makes_nobody_wait(name: bytes) -> None:
    with pytest.raises(ValueError, match="in vain"), turn_at(name=name, version="1") as turn:
        assert turn.leads
        raise ValueError("in vain")

    with turn_at(name=name, version="1") as turn:
        assert (turn.found, turn.leads) == (None, True)


def test_who_asks_while_another_makes_the_answer_waits_for_it(in_acme: Tenant, name: bytes) -> None:
    waiting, found = Event(), []

    def follow() -> None:
        with company_context(in_acme):
            waiting.set()
            with turn_at(name=name, version="1") as turn:
                found.append(turn.found)

    with turn_at(name=name, version="1") as first:
        followers = [Thread(target=follow) for _ in range(8)]
        for one in followers:
            one.start()
        assert waiting.wait(10)
        first.keep(KeptAnswer(1, b"made once"))
    for one in followers:
        one.join(10)

    assert found == [KeptAnswer(1, b"made once")] * 8


def test_whoever_waited_in_vain_makes_the_answer(name: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "PATIENCE_SECONDS", 0.02)

    with turn_at(name=name, version="1") as first, turn_at(name=name, version="1") as second:
        assert (first.leads, second.leads, second.found) == (True, False, None)


def test_without_valkey_each_makes_the_answer(
    name: bytes, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nothing"
    monkeypatch.setattr(answers._Rest, "until", 0.0)

    assert asked(name) is None
    assert asked(name) is None
    assert answers._Rest.until > 0


def test_a_turn_knows_when_the_data_moved(name: bytes) -> None:
    with turn_at(name=name, version="1") as turn:
        assert isinstance(turn, Turn)
        assert turn.is_at("1")
        assert not turn.is_at("2")
