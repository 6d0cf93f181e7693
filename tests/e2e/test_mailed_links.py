"""Links in mails: a forgotten password replaced, an invitation accepted, each good once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.api import asked
from tests.e2e.guests import Come
from tests.e2e.mails import Mailbox
from tests.e2e.visitor import overflow, serious

INVITE = "mutation($input: InviteMemberInput!) { inviteMember(input: $input) { userErrors { message } } }"
NEW = "a forgotten horse battery"


def test_a_forgotten_password_is_replaced_by_the_link_in_the_mail(come: Come, mails: Mailbox) -> None:
    forgetful = come("forgetful")
    page = forgetful.opens("/sign-in", language="en-US")
    page.get_by_role("button", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill(forgetful.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status")).to_contain_text("a link is on its way")

    link = mails.link_for(forgetful.email)
    page = forgetful.opens(link.removeprefix(forgetful.address), language="en-US")
    page.get_by_label("New password").fill("12345678")
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("too common")
    page.get_by_label("New password").fill(NEW)
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page.locator("#content h1")).to_have_text("Overview")

    page = forgetful.opens(link.removeprefix(forgetful.address), language="en-US")
    page.get_by_label("New password").fill("another horse battery")
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("this link is not good any more")
    forgetful.forgets("400")


@pytest.mark.parametrize(("language", "locale", "welcome", "label", "button"), [
    ("zh-CN", "zh-hans", "欢迎", "新密码", "设置密码并登录"),
    ("en-US", "en", "Welcome", "New password", "Set password and sign in"),
])  # fmt: skip
def test_an_invitation_is_accepted(
    come: Come, mails: Mailbox, language: str, locale: str, welcome: str, label: str, button: str
) -> None:
    owner = come("manager")
    page = owner.enters("/account")
    email = f"invited-{locale}-{page.evaluate('Date.now()')}@hotpot.example"
    wish = {"email": email, "role": "viewer", "locale": locale}
    assert asked(page, INVITE, input=wish)["inviteMember"]["userErrors"] == []

    invited = come("invited")
    page = invited.opens(mails.link_for(email).removeprefix(invited.address), language=language, width=390)
    expect(page.get_by_role("heading", level=1)).to_have_text(welcome)
    assert serious(page) == []
    assert overflow(page) <= 0
    page.get_by_label(label).fill(NEW)
    page.get_by_role("button", name=button).click()

    expect(page.locator("#content h1")).to_be_visible()
