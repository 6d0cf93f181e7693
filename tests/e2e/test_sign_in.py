"""The door of the console, as people meet it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.looks import LOOK, LOOKS
from tests.e2e.visitor import Visitor, overflow, serious


@pytest.mark.parametrize(("language", "title", "inside"), [("zh-CN", "登录", "总览"), ("en-US", "Sign in", "Overview")])
def test_somebody_signs_in_and_out_in_their_language(visitor: Visitor, language: str, title: str, inside: str) -> None:
    page = visitor.opens("/", language=language)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    visitor.signs_in(page)

    expect(page.locator("#content h1")).to_have_text(inside)
    page.get_by_role("button", name=re.compile("账户|Account")).click()
    page.get_by_text(re.compile("退出登录|Sign out")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_deep_link_is_found_again_after_signing_in(visitor: Visitor) -> None:
    page = visitor.opens("/?period=2026-08&figure=NPS")

    visitor.signs_in(page)

    expect(page.locator("#content h1")).to_have_text("总览")
    assert page.url.endswith("/?period=2026-08&figure=NPS")


def test_a_wrong_password_says_so_and_too_many_say_how_long_to_wait(visitor: Visitor) -> None:
    page = visitor.opens("/sign-in", language="en-US")

    for _ in range(11):
        visitor.signs_in(page, email="nobody@hotpot.example", password="wrong")
        page.locator("button[type=submit]:not(.ant-btn-loading)").wait_for()
        page.get_by_role("alert").first.wait_for()

    expect(page.get_by_role("alert").first).to_have_text(re.compile(r"Too many tries.*in [45]:\d\d"))
    assert page.locator("input[autocomplete^=username]").input_value() == "nobody@hotpot.example"
    visitor.forgets("401")
    visitor.forgets("429")


def test_who_forgot_the_password_is_told_the_same_whoever_they_are(visitor: Visitor) -> None:
    page = visitor.opens("/sign-in", language="en-US")

    page.get_by_role("button", name="Forgot your password?").click()
    page.locator("input[autocomplete^=username]").fill("nobody@hotpot.example")
    page.get_by_role("button", name="Send the link").click()

    expect(page.get_by_role("status")).to_have_text("If somebody here has this address, a link is on its way.")


def test_a_session_that_ends_asks_for_the_password_over_the_screen(visitor: Visitor) -> None:
    page = visitor.opens("/", language="en-US")
    visitor.signs_in(page)
    page.locator("dl data").first.wait_for()
    page.evaluate("window.stillHere = true")
    page.context.clear_cookies(name=re.compile("session"))

    page.get_by_role("radiogroup").get_by_text("NPS", exact=True).click()

    page.get_by_role("dialog").wait_for()
    visitor.signs_in(page)
    page.get_by_role("dialog").wait_for(state="hidden")
    expect(page).to_have_url(re.compile("figure=NPS"))
    expect(page.get_by_role("img", name=re.compile("NPS over time"))).to_be_visible()
    assert page.evaluate("window.stillHere")
    visitor.forgets("401")


@pytest.mark.parametrize(LOOK, LOOKS)
def test_the_door_can_be_used_by_everybody(visitor: Visitor, language: str, dark: bool, width: int) -> None:
    page = visitor.opens("/sign-in", language=language, dark=dark, width=width)
    page.locator("input[type=password]").wait_for()

    assert serious(page) == []
    assert overflow(page) <= 0
