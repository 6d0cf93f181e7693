"""A passkey of the device: made, used at the door, removed."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.guests import Come

DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def has_a_device(page: Page) -> None:
    """Give the browser a device that holds passkeys, and a finger on it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def leaves(page: Page) -> None:
    page.get_by_role("button", name="Account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_passkey_is_made_used_and_removed(come: Come) -> None:
    keys = come("keys")
    page = keys.opens("/account", language="en-US")
    has_a_device(page)
    keys.signs_in(page)

    page.get_by_label("Name of the passkey").fill("Office laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("list", name="Passkeys")).to_contain_text("Office laptop")

    leaves(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("#content h1")).to_have_text("Overview")

    page.get_by_role("button", name="Account").click()
    page.get_by_role("menuitem", name="Account and sign-in").click()
    expect(page.get_by_role("list", name="Passkeys")).to_contain_text(re.compile("used last"))
    page.get_by_role("button", name="Remove Office laptop").click()
    expect(page.get_by_role("list", name="Passkeys")).to_be_hidden()

    leaves(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This passkey is not good here.")
    keys.forgets("401")


def test_who_gives_up_at_the_device_stays_at_the_door(come: Come) -> None:
    keys = come("keys")
    page = keys.opens("/sign-in", language="en-US")
    has_a_device(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used.")
