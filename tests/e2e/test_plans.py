"""Action plans: what the board and a plan say is what the API says, in both languages, with mouse and keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.test_overview import ASK
from tests.e2e.visitor import Visitor, overflow, serious

E = "{ value low high n }"
QUERY = f"""{{ planEvaluations(plan: "queue-care", first: 1) {{ nodes {{ verdict effect {E} money {E} }} }} }}"""


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize(("dark", "width"), [(False, 1440), (True, 1440), (False, 390)])
def test_everybody_can_use_the_board(visitor: Visitor, language: str, dark: bool, width: int) -> None:
    page = visitor.enters("/plans", language=language, dark=dark, width=width)
    page.get_by_role("article").first.wait_for()

    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_figures_of_a_plan_are_those_of_the_api(visitor: Visitor, language: str) -> None:
    page = visitor.enters("/plans/queue-care", language=language)
    page.get_by_role("img").first.wait_for()

    found = page.evaluate(ASK, {"query": QUERY})["data"]["planEvaluations"]["nodes"][0]
    expect(page.get_by_text(f"n = {found['effect']['n']:,}").first).to_be_visible()
    shown = {float(one.get_attribute("value") or "nan") for one in page.locator("#content data").all()}

    assert found["verdict"] == "WORKED"
    assert {found["effect"]["value"], found["money"]["value"]} <= shown
    assert serious(page) == []
    assert overflow(page) <= 0


def test_a_plan_is_useful_after_few_requests(visitor: Visitor) -> None:
    page = visitor.enters("/plans")
    visitor.requests.clear()

    page.reload()
    page.get_by_role("article").first.wait_for()

    assert len(visitor.asked("/graphql")) <= 3


def test_a_plan_is_written_proposed_and_taken_back(visitor: Visitor) -> None:
    page = visitor.enters("/plans?form=new", language="en-US")
    name = f"browser-{page.evaluate('Date.now()')}"
    page.get_by_label("Title").fill(name)
    page.get_by_label("Code").fill(name)
    page.get_by_label("Units that meet the change").fill("春熙路店")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value(name)
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(re.compile(name))

    page.get_by_role("button", name=f"Move {name}").click()
    page.get_by_role("menuitem", name="Propose").click()
    expect(page.get_by_text("Proposed", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Draft", exact=True).first).to_be_visible()


def test_a_plan_is_evaluated_as_a_job(visitor: Visitor) -> None:
    page = visitor.enters("/plans/queue-care", language="en-US")

    page.get_by_role("button", name="Evaluate now").click()

    expect(page.get_by_text("Evaluated", exact=True)).to_be_visible(timeout=90_000)
