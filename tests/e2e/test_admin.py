"""The operator's pages, as somebody of the operator meets them: a company is set up and followed to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import LOOK, also
from tests.e2e.visitor import Visitor, overflow, serious
from tests.e2e.windows import Windows

EMAIL, PASSWORD = "operator@huibao.example", "huibao-demo"
PAGES = ("", "companies/", "companies/new/", "companies/hotpot/", "companies/hotpot/delete/", "set-ups/", "migrations/",
         "certificates/")  # fmt: skip


@pytest.fixture
def operator(windows: Windows, address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody of the operator with a browser; whatever their browser complains of fails the test."""
    host = f"http://localhost:{urlsplit(address).port}"
    somebody = Visitor(windows, host, state=tmp_path_factory.mktemp("operator") / "state.json")
    yield somebody
    assert somebody.leave() == []


def enters(
    somebody: Visitor, path: str = "", *, language: str = "en-US", dark: bool = False, width: int = 1440
) -> Page:
    """Sign in at the operator's door, which leads to the page that was asked for."""
    page = somebody.opens(f"/admin/{path}", language=language, dark=dark, width=width)
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator("main#content").wait_for()
    assert page.url.endswith(f"/admin/{path}")
    return page


def test_a_company_is_set_up_by_the_form_and_followed_until_it_is_ready(operator: Visitor) -> None:
    slug = f"bank-{uuid4().hex[:8]}"
    page = enters(operator, "companies/new/")
    page.get_by_label("Name").fill("一号银行")
    page.get_by_label("Slug").fill("hotpot")
    expect(page.locator("#slug-state")).to_contain_text("Another company is called hotpot")
    page.get_by_label("Slug").fill(slug)
    expect(page.locator("#slug-state")).to_contain_text(f"{slug}.localhost")
    page.get_by_label("Industry").select_option("bank")
    expect(page.locator("[data-preview=bank]")).to_be_visible()
    expect(page.locator("[data-preview=dining]")).to_be_hidden()
    page.get_by_label("E-mail address of its first owner").fill("boss")
    page.get_by_role("button", name="Set up the company").click()
    expect(page.locator(".errorlist")).to_have_text("Enter a valid email address.")
    page.get_by_label("E-mail address of its first owner").fill("boss@bank.example")

    page.get_by_role("button", name="Set up the company").click()

    expect(page.get_by_text("The company is ready.")).to_be_visible()
    expect(page.locator("progress")).to_have_attribute("value", "7")
    page.get_by_role("link", name="To the company").click()
    expect(page.locator("h1")).to_contain_text("一号银行")
    page.get_by_role("link", name="Suspend").click()
    page.get_by_label("Reason").fill("a test")
    page.get_by_role("button", name="Suspend").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("suspended"))
    page.get_by_role("link", name="Companies", exact=True).click()
    page.get_by_role("searchbox").fill(slug)
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#result_list tbody tr")).to_have_count(1)
    expect(page.locator("#result_list")).to_contain_text("Suspended")


@pytest.mark.parametrize(
    LOOK,
    [("zh-CN", False, 1440), ("en-US", True, 390), also("en-US", True, 1440), also("zh-CN", False, 390)],
)
def test_each_page_can_be_used_by_everybody(operator: Visitor, language: str, dark: bool, width: int) -> None:
    page = enters(operator, language=language, dark=dark, width=width)

    found = []
    for path in PAGES:
        page.goto(f"{operator.address}/admin/{path}")
        found += [f"{path}: {fault}" for fault in serious(page)]
        found += [f"{path}: wider by {overflow(page)} pixels"] if overflow(page) > 0 else []

    assert found == []


def test_the_menu_opens_on_a_phone_and_somebody_signs_out(operator: Visitor) -> None:
    page = enters(operator, language="zh-CN", width=390)

    page.get_by_role("button", name="菜单").click()
    page.get_by_role("button", name="退出登录").click()

    expect(page.locator("#email")).to_be_visible()
    page.goto(f"{operator.address}/admin/companies/")
    assert "/admin/login/" in page.url
