"""The session ends while somebody types: they sign in over the screen, and what they typed is sent."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import asked
from tests.e2e.forms import writes_a_plan
from tests.e2e.guests import Come
from tests.e2e.looks import foremost
from tests.e2e.product import Product
from tests.e2e.test_journey import DISCARD, VERSIONS
from tests.e2e.visitor import Visitor

END = """
import django; django.setup()
from django.contrib.sessions.models import Session
from django.utils import timezone
from tenants.access import company_context
from tenants.members.models import SignIn
from tenants.selectors import company_by_slug
with company_context(company_by_slug("hotpot")):
    keys = SignIn.objects.filter(user__email="idle@hotpot.example").values("session_key")
    print(Session.objects.filter(session_key__in=keys).update(expire_date=timezone.now()))
"""


def saves_the_plan(page: Page, name: str) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def sees_the_plan(page: Page, name: str) -> None:
    expect(page).to_have_url(re.compile(f"/plans/{name}"))
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def names_a_scenario(page: Page, name: str) -> None:
    page.get_by_role("button", name="Save scenario").click()
    page.get_by_role("textbox", name="Name").fill(name)


def saves_the_scenario(page: Page, name: str) -> None:
    page.keyboard.press("Enter")


def sees_the_scenario(page: Page, name: str) -> None:
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()


def writes_a_note(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("^Move ")).first.click()
    page.get_by_role("menuitem", name="Return").click()
    page.get_by_role("dialog").get_by_role("textbox").fill(name)


def returns_the_plan(page: Page, name: str) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Return", exact=True).click()


def takes_it_back(page: Page, name: str) -> None:
    expect(page.get_by_text("Draft", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Proposed", exact=True).first).to_be_visible()


def names_a_stage(page: Page, name: str) -> None:
    begin = page.get_by_role("button", name="Start a draft")
    stage = page.get_by_role("button", name="New stage")
    begin.or_(stage).first.wait_for()
    if begin.is_visible():
        begin.click()
    stage.click()
    page.get_by_label("Code").fill(name)
    page.get_by_label("Name in English").fill(name)


def adds_the_stage(page: Page, name: str) -> None:
    page.get_by_role("tooltip").get_by_role("button", name="Add", exact=True).click()


def sees_the_stage(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    (journey,) = asked(page, VERSIONS)["journeys"]["nodes"]
    gone = asked(page, DISCARD, i={"versionId": journey["versions"]["nodes"][0]["id"]})
    assert gone["discardJourneyVersion"]["userErrors"] == []


type Step = Callable[[Page, str], None]
FORMS: dict[str, tuple[str, Step, Step, Step]] = {
    "a plan": ("/plans?form=new", writes_a_plan, saves_the_plan, sees_the_plan),
    "a scenario": (
        "/simulator?period=2026-09&m.queue=0.5", names_a_scenario, saves_the_scenario, sees_the_scenario,
    ),
    "a stage": ("/journeys/dining/edit", names_a_stage, adds_the_stage, sees_the_stage),
    "a note": ("/plans/farewell-gift", writes_a_note, returns_the_plan, takes_it_back),
}  # fmt: skip


def signs_in_again(visitor: Visitor, page: Page) -> None:
    """Answer the question that lies over the screen."""
    dialog = page.get_by_role("dialog", name="Sign in again")
    dialog.wait_for()
    visitor.signs_in(page)
    dialog.wait_for(state="hidden")


@pytest.mark.parametrize("form", foremost(list(FORMS), "a plan"))
def test_nothing_typed_is_lost(visitor: Visitor, form: str) -> None:
    path, types, sends, sees = FORMS[form]
    page = visitor.enters(path, language="en-US")
    name = f"lost-{page.evaluate('Date.now()')}"
    types(page, name)
    page.context.clear_cookies(name=re.compile("session"))

    sends(page, name)
    signs_in_again(visitor, page)

    sees(page, name)
    visitor.forgets("401")


def test_a_session_that_nobody_used_ends_and_goes_on_where_it_was(come: Come, product: Product) -> None:
    idle = come("idle")
    page = idle.opens("/?period=2026-09", language="en-US")
    idle.signs_in(page)
    page.locator("dl data").first.wait_for()
    page.evaluate("window.stillHere = true")
    assert product.run("-c", END) >= 1

    page.get_by_role("link", name="Action plans").click()
    signs_in_again(idle, page)

    page.get_by_role("article").first.wait_for()
    assert page.evaluate("window.stillHere")
    idle.forgets("401")


def test_somebody_else_who_signs_in_there_gets_a_page_of_their_own(come: Come) -> None:
    idle = come("idle")
    page = idle.opens("/plans", language="en-US")
    idle.signs_in(page)
    page.get_by_role("article").first.wait_for()
    page.evaluate("window.stillHere = true")
    page.context.clear_cookies(name=re.compile("session"))

    page.get_by_role("link", name="Overview").click()
    page.get_by_role("dialog", name="Sign in again").wait_for()
    with page.expect_event("load"):
        idle.signs_in(page, email="viewer@hotpot.example")
    assert page.evaluate("window.stillHere === undefined")

    page.get_by_role("button", name="Account").click()
    expect(page.get_by_role("menuitem", name="viewer@hotpot.example")).to_be_visible()
    idle.forgets("401")
