"""Where somebody says which company they work for: found, remembered, chosen again; and the language of the door."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.guests import Come
from tests.e2e.looks import also
from tests.e2e.visitor import overflow, serious


@pytest.mark.parametrize(("dark", "width"), [(True, 360), also(True, 1440), also(False, 360), also(False, 1440)])
def test_a_company_is_found_and_remembered(come: Come, dark: bool, width: int) -> None:
    somebody = come("viewer")
    page = somebody.opens("/sign-in", language="en-US", dark=dark, width=width)
    page.get_by_role("link", name="Another company").click()
    expect(page.get_by_role("heading")).to_have_text("Which company do you work for?")
    assert serious(page) == []
    assert overflow(page) <= 0

    page.get_by_label("Short name").fill("nobody-here")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("No company has this short name here.")
    page.get_by_label("Short name").fill("Hotpot")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"//hotpot\.localhost(:\d+)?/sign-in"))
    page.get_by_role("link", name="Another company").click()
    page.get_by_role("link", name="hotpot").click()

    expect(page).to_have_url(re.compile(r"//hotpot\.localhost(:\d+)?/sign-in"))
    somebody.forgets("404")


def test_the_language_that_was_chosen_stays_after_signing_out(come: Come) -> None:
    viewer = come("viewer")
    page = viewer.opens("/sign-in", language="zh-CN")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    viewer.signs_in(page)
    expect(page.locator("#content h1")).to_have_text("Overview")

    page.get_by_role("button", name="Account").click()
    page.get_by_role("menuitem", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.locator("html").get_attribute("lang") == "en"
