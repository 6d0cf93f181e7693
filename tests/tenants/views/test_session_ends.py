"""Sessions end after idleness and after their longest time; signing out leaves nothing in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.models import Session
from django.test import Client

from tenants.access import company_context
from tenants.members.models import User
from tenants.members.services.session_store import SessionStore
from tenants.models import Tenant
from tests.sessions import session_of
from tests.tenants.views.signing import Browser

BEGAN = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(BEGAN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def inside(clock: Any, browser: Browser, ann: User) -> Browser:
    """A browser in which Ann has signed in at eight."""
    assert browser.sign_in(ann.email).status_code == 200
    return browser


def is_in(browser: Client) -> bool:
    return bool(browser.get("/auth/session").json()["kind"] == "user")


def test_it_ends_after_an_hour_of_nothing(inside: Browser, clock: Any) -> None:
    clock.shift(59 * MINUTE)
    assert is_in(inside)
    clock.shift(HOUR - MINUTE)
    assert is_in(inside)

    clock.shift(HOUR)

    assert not is_in(inside)


def test_it_ends_after_a_day_whatever_was_done(inside: Browser, clock: Any) -> None:
    for _ in range(47):
        clock.shift(HOUR / 2)
        assert is_in(inside)

    clock.shift(HOUR / 2)

    assert not is_in(inside)


def test_a_change_of_the_session_does_not_make_it_longer(inside: Browser, clock: Any) -> None:
    for _ in range(25):
        clock.shift(55 * MINUTE)
        assert inside.send("confirm", password="correct horse battery").status_code == 200
    clock.move_to(BEGAN + 23 * HOUR + 50 * MINUTE)
    assert inside.send("confirm", password="correct horse battery").status_code == 200

    clock.shift(11 * MINUTE)

    assert not is_in(inside)


def test_going_on_is_written_once_a_minute_at_most(inside: Browser, acme: Tenant, clock: Any) -> None:
    def end() -> datetime:
        with company_context(acme):
            return Session.objects.get(pk=inside.cookie).expire_date

    is_in(inside)
    first = end()
    clock.shift(timedelta(seconds=59))
    is_in(inside)
    assert end() == first

    clock.shift(timedelta(seconds=1))
    is_in(inside)

    assert end() == BEGAN + MINUTE + HOUR


def test_nothing_is_written_while_the_company_is_being_moved(
    inside: Browser, acme: Tenant, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tenant, "is_paused", True)
    clock.shift(30 * MINUTE)

    assert is_in(inside)

    with company_context(acme):
        assert Session.objects.get(pk=inside.cookie).expire_date == BEGAN + HOUR


def test_a_session_that_did_not_begin_at_the_door_does_not_go_on(acme: Tenant, ann: User, clock: Any) -> None:
    browser = Client(headers={"host": "acme.localhost"})
    with company_context(acme):
        browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(ann)
    clock.shift(HOUR / 2)
    assert is_in(browser)

    clock.shift(HOUR / 2)

    assert not is_in(browser)


def test_the_cookie_ends_with_the_browser(inside: Browser) -> None:
    assert inside.cookies["sessionid"]["max-age"] == ""
    assert inside.cookies["sessionid"]["expires"] == ""


def test_signing_in_again_gives_another_key(browser: Browser, ann: User) -> None:
    before = browser.told() and browser.cookies.get("sessionid")
    browser.sign_in(ann.email)
    first = browser.cookie

    browser.send("logout")
    browser.sign_in(ann.email)

    assert before is None
    assert browser.cookie != first


def test_signing_out_clears_what_the_browser_kept(inside: Browser) -> None:
    answer = inside.send("logout")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["sessionid"].value == ""


def test_a_key_has_more_than_128_bits(inside: Browser, acme: Tenant) -> None:
    with company_context(acme):
        keys = {SessionStore()._get_new_session_key() for _ in range(50)}

    assert len(keys) == 50
    assert {len(key) for key in [*keys, inside.cookie]} == {32}
    assert set("".join(keys)) == set(VALID_KEY_CHARS)
    assert len(VALID_KEY_CHARS) ** 32 > 2**128
