"""The network is lost, or the server does not answer: every screen says so, keeps what is there, and comes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.forms import writes_a_plan
from tests.e2e.looks import foremost
from tests.e2e.places import PLACES, Place
from tests.e2e.visitor import Visitor, serious, settled

GRAPHQL = re.compile(r"/graphql(\?|$)")
NUMBER = re.compile(r"Request [0-9a-f-]{32,36}")
RETRY = "Try again"


def is_down(route: Route) -> None:
    """Answer as a proxy does behind which nothing runs."""
    route.fulfill(status=503, content_type="text/html", body="<h1>503</h1>")


def goes_to(page: Page, place: Place) -> None:
    page.locator(f"nav a[href='{place.path}']").click()


@pytest.mark.parametrize("place", foremost(PLACES, *PLACES[::4]), ids=str)
def test_a_server_that_is_down_is_named_and_asked_again(visitor: Visitor, place: Place) -> None:
    page = visitor.opens("/account", language="en-US")
    visitor.signs_in(page)
    settled(page)
    page.route(GRAPHQL, is_down)

    goes_to(page, place)
    expect(page.get_by_text("The server does not answer at the moment.").first).to_be_visible()
    expect(page.get_by_text(NUMBER).first).to_be_visible()
    assert serious(page) == []
    page.unroute(GRAPHQL)
    page.get_by_role("button", name=RETRY).first.click()

    page.locator(place.sign).first.wait_for()
    visitor.forgets("503")


def test_a_server_that_is_down_at_first_is_named_too(visitor: Visitor) -> None:
    page = visitor.enters("/", language="en-US")
    page.route(GRAPHQL, is_down)
    page.reload()

    expect(page.get_by_text("The server does not answer at the moment.")).to_be_visible()
    expect(page.get_by_text(NUMBER)).to_be_visible()
    page.unroute(GRAPHQL)
    page.get_by_role("button", name=RETRY).click()

    page.locator("dl data").first.wait_for()
    visitor.forgets("503")


def test_a_refusal_of_our_own_is_shown_with_its_number(visitor: Visitor) -> None:
    page = visitor.enters("/plans", language="en-US")
    words = "This company is being moved."
    error = {"errors": [{"message": words, "extensions": {"code": "UNAVAILABLE", "requestId": "0" * 32}}]}
    page.route(GRAPHQL, lambda route: route.fulfill(status=503, json=error))

    goes_to(page, PLACES[0])

    expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_text(NUMBER).first).to_be_visible()
    visitor.forgets("503")


@pytest.mark.parametrize("place", foremost(PLACES, PLACES[0]), ids=str)
def test_a_network_that_is_lost_leaves_what_is_there_and_comes_back(visitor: Visitor, place: Place) -> None:
    page = visitor.enters(place.path, language="en-US")
    page.locator(place.sign).first.wait_for()

    page.context.set_offline(True)
    banner = page.get_by_text(re.compile("The network is away"))
    expect(banner.first).to_be_visible()
    expect(page.locator(place.sign).first).to_be_visible()
    page.context.set_offline(False)

    expect(banner).to_be_hidden()
    visitor.forgets("ERR_INTERNET_DISCONNECTED")


def test_what_was_asked_while_the_network_was_away_comes_by_itself(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2026-09", language="en-US")
    page.locator("dl data").first.wait_for()
    page.context.set_offline(True)

    page.get_by_label("Period").select_option("2026-08")
    expect(page.get_by_role("button", name=RETRY).first).to_be_visible()
    page.context.set_offline(False)

    expect(page.locator("dl data").first).to_be_visible()
    expect(page.get_by_role("button", name=RETRY)).to_have_count(0)
    visitor.forgets("ERR_INTERNET_DISCONNECTED")


def test_a_plan_is_typed_while_nothing_answers_and_saved_afterwards(visitor: Visitor) -> None:
    page = visitor.enters("/plans?form=new", language="en-US")
    name = f"away-{page.evaluate('Date.now()')}"
    writes_a_plan(page, name)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("dialog").get_by_text(re.compile("The network is away"))).to_be_visible()
    page.context.set_offline(False)

    page.get_by_role("button", name="Save", exact=True).click()

    expect(page).to_have_url(re.compile(f"/plans/{name}"))
    visitor.forgets("ERR_INTERNET_DISCONNECTED")


def test_the_door_says_when_nothing_answers(visitor: Visitor) -> None:
    page = visitor.opens("/sign-in", language="en-US")
    page.locator("input[type=password]").wait_for()
    page.route("**/auth/login", is_down)

    visitor.signs_in(page)

    expect(page.get_by_role("alert")).to_contain_text("The server does not answer at the moment.")
    expect(page.get_by_role("alert")).to_contain_text(NUMBER)
    page.unroute("**/auth/login")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("#content h1")).to_be_visible()
    visitor.forgets("503")
