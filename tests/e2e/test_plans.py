"""Action plans: what the board and a plan say is what the API says, in both languages, with mouse and keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.api import asked
from tests.e2e.forms import writes_a_plan
from tests.e2e.looks import LOOK, LOOKS, ZH_AND_EN, foremost
from tests.e2e.visitor import Visitor, overflow, serious

E = "{ value low high n }"
RETURNS = f"""{{ actionPlans(first: 1, filter: {{codes: ["queue-care"]}}) {{ nodes {{ forecast }} }}
  planEvaluations(plan: "queue-care", first: 1) {{ nodes {{ money {E} roi {E} }} }} }}"""
QUERY = f"""{{ planEvaluations(plan: "queue-care", first: 1) {{ nodes {{ verdict effect {E} money {E} }} }} }}"""


@pytest.mark.parametrize(LOOK, LOOKS)
def test_everybody_can_use_the_board(visitor: Visitor, language: str, dark: bool, width: int) -> None:
    page = visitor.enters("/plans", language=language, dark=dark, width=width)
    page.get_by_role("article").first.wait_for()

    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.looks
@pytest.mark.parametrize("language", ZH_AND_EN)
def test_the_figures_of_a_plan_are_those_of_the_api(visitor: Visitor, language: str) -> None:
    page = visitor.enters("/plans/queue-care", language=language)
    page.get_by_role("img").first.wait_for()

    found = asked(page, QUERY)["planEvaluations"]["nodes"][0]
    expect(page.get_by_text(f"n = {found['effect']['n']:,}").first).to_be_visible()
    shown = {float(one.get_attribute("value") or "nan") for one in page.locator("#content data").all()}

    assert found["verdict"] == "WORKED"
    assert {found["effect"]["value"], found["money"]["value"]} <= shown
    assert serious(page) == []
    assert overflow(page) <= 0


def test_a_plan_is_written_proposed_and_taken_back(visitor: Visitor) -> None:
    page = visitor.enters("/plans?form=new", language="en-US")
    name = f"browser-{page.evaluate('Date.now()')}"
    writes_a_plan(page, name)
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


@pytest.mark.parametrize(LOOK, LOOKS)
@pytest.mark.parametrize("view", foremost(["list", "timeline"], "list"))
def test_everybody_can_use_the_other_views(visitor: Visitor, view: str, language: str, dark: bool, width: int) -> None:
    page = visitor.enters(f"/plans?view={view}", language=language, dark=dark, width=width)
    page.get_by_role("link", name="等位关怀").wait_for()

    assert serious(page) == []
    assert overflow(page) <= 0


def test_what_plans_were_expected_to_bring_and_brought_are_the_apis_figures(visitor: Visitor) -> None:
    page = visitor.enters("/plans?view=list", language="en-US")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="等位关怀"))
    row.locator("data").first.wait_for()

    found = asked(page, RETURNS)
    (plan,), (evaluation,) = found["actionPlans"]["nodes"], found["planEvaluations"]["nodes"]
    shown = [float(one.get_attribute("value") or "nan") for one in row.locator("data").all()]

    expected = [plan["forecast"]["delta_equity"], evaluation["money"], plan["forecast"]["roi"], evaluation["roi"]]
    assert shown == [one["value"] for one in expected]
    assert all(one["low"] < one["high"] for one in expected)


def test_tasks_are_written_ticked_and_taken_back_by_keyboard(visitor: Visitor) -> None:
    page = visitor.enters("/plans/table-care", language="en-US")
    name = f"Task {page.evaluate('Date.now()')}"
    page.get_by_role("button", name="Add a task").press("Enter")
    dialog = page.get_by_role("dialog", name="Add a task")
    dialog.get_by_label("Task", exact=True).fill(name)
    dialog.get_by_label("Due").fill("2026-12-20")
    dialog.get_by_role("button", name="Add an item").press("Enter")
    dialog.get_by_label("Item 1", exact=True).fill("Ask the staff")
    assert serious(page) == []
    dialog.get_by_role("button", name="Save").press("Enter")
    expect(dialog).to_be_hidden()

    task = page.get_by_role("listitem").filter(has=page.get_by_role("checkbox", name=f"Done: {name}"))
    task.get_by_role("checkbox", name="Ask the staff").press("Space")
    expect(task.get_by_role("checkbox", name="Ask the staff")).to_be_checked()
    task.get_by_role("checkbox", name=f"Done: {name}").press("Space")
    expect(task.get_by_role("checkbox", name=f"Done: {name}")).to_be_checked()
    page.get_by_role("button", name="Undo").first.press("Enter")
    expect(task.get_by_role("checkbox", name=f"Done: {name}")).not_to_be_checked()

    task.get_by_role("button", name=f"Remove {name}").press("Enter")
    page.get_by_role("tooltip").get_by_role("button", name="Remove").press("Enter")
    expect(task).to_be_hidden()


def test_a_plan_is_talked_about_and_its_history_tells_of_it(visitor: Visitor) -> None:
    page = visitor.enters("/plans/farewell-gift", language="en-US")
    words = f"Seen at {page.evaluate('Date.now()')}"
    box = page.get_by_label("Write a comment")

    box.fill(f"{words} @陈")
    page.keyboard.press("End")
    expect(page.get_by_role("option", name="陈晓岚").or_(page.get_by_text("陈晓岚", exact=True)).first).to_be_visible()
    page.keyboard.press("Enter")
    page.reload()
    expect(page.get_by_label("Write a comment")).to_have_value(re.compile(f"{words} @陈晓岚"))
    page.get_by_role("button", name="Send").click()

    said = page.get_by_role("list", name="Comments").get_by_role("listitem").first
    expect(said).to_contain_text(words)
    expect(said).to_contain_text("@陈晓岚")
    expect(page.get_by_role("list", name="History").get_by_text("Comment written").first).to_be_visible()
    assert serious(page) == []


def test_what_is_in_a_plans_way_is_said_and_taken_away(visitor: Visitor) -> None:
    page = visitor.enters("/plans/dish-freshness", language="en-US")
    page.get_by_role("button", name="Blocked…").click()
    page.get_by_label("What is in the way?").fill("No supplier yet")
    page.get_by_role("dialog").get_by_role("button", name="Blocked…").click()
    note = page.get_by_role("alert").get_by_text("Blocked: No supplier yet")
    expect(note).to_be_visible()

    page.get_by_role("button", name="It can go on").click()

    expect(note).to_be_hidden()
    expect(page.get_by_role("button", name="Blocked…")).to_be_visible()


def test_the_report_of_a_plan_is_printed_without_menus_and_buttons(visitor: Visitor) -> None:
    page = visitor.enters("/plans/queue-care", dark=True)
    page.locator("#content svg text").first.wait_for()
    expect(page.get_by_role("list", name="历史记录")).to_be_visible()
    page.evaluate("window.print = () => { document.body.dataset.printed = document.documentElement.dataset.theme }")

    page.get_by_role("button", name="打印或存为 PDF").click()

    expect(page.locator("body")).to_have_attribute("data-printed", "light")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print")
    assert page.locator("header:visible, aside:visible, .ant-btn:visible").count() == 0
    assert overflow(page) <= 0
    assert page.pdf().startswith(b"%PDF")
