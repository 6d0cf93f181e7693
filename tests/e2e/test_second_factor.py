"""Codes of an app: set up, asked for at the door, replaced by a recovery code when the phone is lost, switched off."""

from __future__ import annotations

import base64
import hmac
import re
import time

from playwright.sync_api import Page, expect

from tests.e2e.guests import Come
from tests.e2e.visitor import overflow, serious

HALF_MINUTE = 30


def code_of(secret: str, at: float) -> str:
    """Return the six digits that an app shows at a moment (RFC 6238, SHA-1)."""
    mark = hmac.digest(base64.b32decode(secret), (int(at) // HALF_MINUTE).to_bytes(8), "sha1")
    start = mark[-1] & 15
    return f"{(int.from_bytes(mark[start : start + 4]) & 0x7FFFFFFF) % 10**6:06d}"


def gives(page: Page, code: str) -> None:
    page.get_by_label("Code from your app").fill(code)
    page.keyboard.press("Enter")


def test_codes_are_set_up_asked_for_and_switched_off(come: Come) -> None:
    codes = come("codes")
    page = codes.opens("/account", language="en-US")
    codes.signs_in(page)
    page.get_by_role("button", name="Set up codes").click()
    secret = page.locator("code").first.inner_text()
    assert serious(page) == []
    assert overflow(page) <= 0
    gives(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("this code is wrong")
    gives(page, code_of(secret, time.time()))
    expect(page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(10)
    recovery = page.get_by_role("list", name="Recovery codes").locator("code").first.inner_text()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("Recovery codes left: 10")).to_be_visible()

    page = codes.opens("/account", language="en-US")
    codes.signs_in(page)
    gives(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("This code is wrong or was used.")
    gives(page, code_of(secret, time.time() + HALF_MINUTE))  # the one before was used
    expect(page.get_by_text("Recovery codes left: 10")).to_be_visible()

    page = codes.opens("/account", language="en-US")
    codes.signs_in(page)
    gives(page, recovery)
    expect(page.get_by_text("Recovery codes left: 9")).to_be_visible()

    page.get_by_role("button", name="Ask for no codes any more").click()
    expect(page.get_by_role("button", name="Set up codes")).to_be_visible()
    codes.forgets("400")
    codes.forgets("401")


def test_another_password_is_set_and_the_wrong_present_one_refused(come: Come) -> None:
    changing = come("changing")
    page = changing.opens("/account", language="en-US")
    changing.signs_in(page)
    for present, new, words in (
        ("wrong", "a new horse battery", "the present password is another one"),
        (changing.password, "12345678", "too common"),
        (changing.password, "a new horse battery", "Your password was changed."),
    ):
        page.get_by_label("Present password").fill(present)
        page.get_by_label("New password").fill(new)
        page.get_by_role("button", name="Change password").click()
        expect(page.get_by_text(re.compile(words)).first).to_be_visible()

    page = changing.opens("/", language="en-US")
    changing.signs_in(page, password="a new horse battery")

    expect(page.locator("#content h1")).to_be_visible()
    changing.forgets("400")
