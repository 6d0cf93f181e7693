"""The company's own account: to its OpenID Connect provider and back, with the domains that may come in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.api import asked
from tests.e2e.guests import Come
from tests.tenants.views.sso.provider import Provider, running

SET = """mutation($input: SetSsoProviderInput!) { setSsoProvider(input: $input) { userErrors { message } } }"""
REMOVE = "mutation { removeSsoProvider { removed userErrors { message } } }"
BUTTON = "Sign in with the company account"


@pytest.fixture
def provider(come: Come) -> Iterator[Provider]:
    """A provider, from which people of one domain may come to the demonstration."""
    owner = come("manager")
    page = owner.opens("/account", language="en-US")
    owner.signs_in(page)
    page.locator("#content h1").wait_for()
    with running() as found:
        for name, domain in (("new", "hotpot"), ("linked", "hotpot"), ("eve", "elsewhere")):
            found.person(name, email=f"{name}@{domain}.example", email_verified=True, name=name)
        wish = {"issuer": found.issuer, "clientId": "huibao", "clientSecret": "s3cret", "defaultRole": "viewer"}
        told = asked(page, SET, input=wish | {"domains": ["hotpot.example"]})
        assert told["setSsoProvider"]["userErrors"] == []
        yield found
        asked(page, REMOVE)


def at_the_provider(page: Page, subject: str) -> None:
    """Go to the provider and sign in there; its style sheet lies elsewhere, and is not fetched."""
    page.context.route("https://cdn.jsdelivr.net/**", _no_style)
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_label("Subject").fill(subject)
    page.get_by_role("button", name="Authorize", exact=True).click()


def _no_style(route: Route) -> None:
    route.fulfill(status=200, body="", content_type="text/css")


@pytest.mark.usefixtures("provider")
def test_somebody_comes_in_and_finds_the_link_that_they_followed(come: Come) -> None:
    page = come("new").opens("/plans?view=list", language="en-US")

    at_the_provider(page, "new")

    expect(page.locator("#content h1")).to_have_text("Action plans")
    assert page.url.endswith("/plans?view=list")


@pytest.mark.usefixtures("provider")
def test_who_is_of_another_domain_is_told_why_not(come: Come) -> None:
    page = come("eve").opens("/sign-in", language="en-US")

    at_the_provider(page, "eve")

    expect(page.get_by_role("alert")).to_contain_text("Your company has not let you in")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.usefixtures("provider")
def test_who_says_no_at_the_provider_is_back_at_the_door(come: Come) -> None:
    page = come("new").opens("/sign-in", language="en-US")
    page.context.route("https://cdn.jsdelivr.net/**", _no_style)

    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Deny access").click()

    expect(page.get_by_role("alert")).to_contain_text("did not let you in")


@pytest.mark.usefixtures("provider")
def test_who_has_a_password_proves_it_once_and_then_comes_by_either(come: Come) -> None:
    linked = come("linked")
    page = linked.opens("/sign-in", language="en-US")
    at_the_provider(page, "linked")
    expect(page.get_by_role("alert")).to_contain_text("sign in to it once more")
    linked.signs_in(page)
    expect(page.locator("#content h1")).to_have_text("Overview")

    other = linked.opens("/sign-in", language="en-US")
    at_the_provider(other, "linked")

    expect(other.locator("#content h1")).to_have_text("Overview")
