"""One walk through the console, as a manager takes it: the weakest driver, what improving it may bring, a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import asked
from tests.e2e.figures import Figure, answered, estimates, shown
from tests.e2e.forms import picks
from tests.e2e.visitor import Visitor, settled, until

E = "{ value low high n }"
MATRIX = """query($period: Period!) { driverMatrix(period: $period) { points(first: 100) { nodes {
  code quadrant priority { value } } } } }"""
FORECAST = f"""query($input: ScenarioForecastInput!) {{ scenarioForecast(input: $input) {{
  deltaEquity {E} npv {E} experience {{ change {E} }} repurchase {{ change {E} }} referrals {{ change {E} }} }} }}"""
KEPT = (
    f"""query($codes: [String!]) {{ scenarios(codes: $codes, first: 1) {{ nodes {{ code title plans npv {E} }} }} }}"""
)
PLAN = """query($codes: [String!]!) { actionPlans(first: 1, filter: {codes: $codes}) { nodes {
  id title state metric expectedUplift revision touchpoint { code } } } }"""
CANCEL = "mutation($input: ActionPlanNoteInput!) { cancelActionPlan(input: $input) { userErrors { message } } }"


@dataclass(frozen=True)
class Words:
    """What the manager reads and presses."""

    drivers: str
    first: str
    simulate: str
    slider: str
    save: str
    name: str
    adopt: str
    place: str
    kept: str
    target: str


ZH = Words(
    drivers="驱动", first="优先改进", simulate="模拟改进", slider="提高的分数（0-10 分制）", save="保存方案",
    name="名称", adopt="转为计划", place="在哪些门店实施", kept="已保存的方案", target="目标：提高 {} 分",
)  # fmt: skip
EN = Words(
    drivers="Drivers", first="Concentrate here", simulate="Simulate an improvement of", slider="points of 0-10 more",
    save="Save scenario", name="Name", adopt="Make it a plan", place="Where it is done", kept="Kept scenarios",
    target="target {} points more",
)  # fmt: skip


def weakest(page: Page, words: Words) -> str:
    """Go to the simulator with the touchpoint that the screen offers to improve first; return it. It is the API's."""
    first = page.get_by_role("region", name=words.first, exact=True).get_by_role("listitem").first
    lead = first.get_by_role("link", name=re.compile(words.simulate))
    offered = (re.findall(r"m\.([\w.-]+)=", lead.get_attribute("href") or "") or [""])[0]

    points = asked(page, MATRIX, period=period_of(page))["driverMatrix"]["points"]["nodes"]
    urgent = [one for one in points if one["quadrant"] == "concentrate_here"]
    assert offered == max(urgent, key=lambda one: one["priority"]["value"])["code"]
    lead.click()
    expect(page).to_have_url(re.compile("/simulator"))
    return offered


def period_of(page: Page) -> str:
    """Return the month that the screen shows."""
    return page.locator("#content select").first.input_value()


def spans_of(answer: dict[str, Any]) -> set[Figure]:
    """Return the figures of a forecast that the screen must show."""
    return estimates(answer["scenarioForecast"])


def moved(page: Page, words: Words, code: str) -> None:
    """Move the touchpoint's slider by keyboard from where it stands, and check what is shown against the API."""
    slider = page.get_by_role("slider", name=re.compile(words.slider)).and_(page.locator("[aria-valuenow='0.5']"))
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(rf"m\.{re.escape(code)}=0\.8(&|$)"))
    settled(page)
    move = {"touchpoint": code, "uplift": {"low": 0.8, "mode": 0.8, "high": 0.8}}
    answer = asked(page, FORECAST, input={"period": period_of(page), "moves": [move]})
    until(lambda: spans_of(answer) <= set(shown(page)), page)


def saved(page: Page, words: Words, title: str) -> str:
    """Save the scenario under a name of its own; return its code."""
    page.get_by_role("button", name=words.save).click()
    page.get_by_role("textbox", name=words.name).fill(title)
    page.keyboard.press("Enter")
    row = page.get_by_role("list", name=words.kept).get_by_role("listitem").filter(has_text=title)
    expect(row).to_have_count(1)
    expect(page).to_have_url(re.compile("scenario="))
    return (re.findall(r"scenario=([\w.-]+)", page.url) or [""])[0]


def adopted(page: Page, words: Words, title: str) -> str:
    """Make the scenario a plan, carried out in one restaurant; return the plan's code, which the address then holds."""
    page.get_by_role("button", name=words.adopt).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name=words.name)).to_have_value(title)
    picks(dialog.get_by_label(words.place), "春熙路店")
    dialog.get_by_role("button", name=words.adopt).click()
    link = dialog.get_by_role("link", name=title)
    expect(dialog).to_contain_text(words.target.format("8.0"))
    link.click()
    expect(page).to_have_url(re.compile(r"/plans/[\w.-]+"))
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    settled(page)
    return page.url.rsplit("/plans/", 1)[1].split("?")[0]


@pytest.fixture
def plans(visitor: Visitor) -> Iterator[list[str]]:
    """Codes of plans that a walk made; they are cancelled when it is over."""
    made: list[str] = []
    yield made
    page = visitor.contexts[-1].pages[-1]
    for code in made:
        (plan,) = asked(page, PLAN, codes=[code])["actionPlans"]["nodes"]
        over = {"id": plan["id"], "revision": plan["revision"], "note": "over"}
        assert asked(page, CANCEL, input=over)["cancelActionPlan"]["userErrors"] == []


@pytest.mark.parametrize(("language", "words"), [("zh-CN", ZH), ("en-US", EN)], ids=["zh", "en"])
def test_the_weakest_driver_becomes_a_scenario_and_a_plan(
    visitor: Visitor, plans: list[str], language: str, words: Words
) -> None:
    page = visitor.opens("/", language=language)
    visitor.signs_in(page)
    settled(page)
    title = f"walk-{language}-{page.evaluate('Date.now()')}"

    page.get_by_role("navigation").get_by_role("link", name=words.drivers).click()
    expect(page).to_have_url(re.compile("/drivers"))
    code = weakest(settled(page), words)
    moved(settled(page), words, code)
    scenario = saved(page, words, title)
    plans.append(adopted(page, words, title))
    visitor.requests.clear()
    page.reload()
    settled(page)

    (plan,) = asked(page, PLAN, codes=plans)["actionPlans"]["nodes"]
    (kept,) = asked(page, KEPT, codes=plans)["scenarios"]["nodes"]
    assert (plan["title"], plan["state"], plan["touchpoint"]["code"]) == (title, "DRAFT", code)
    assert (plan["metric"], plan["expectedUplift"]) == ("VALUE", pytest.approx(8.0))
    assert kept["plans"] == plans == [scenario]
    assert estimates(kept) <= set(shown(page)) <= estimates(answered(visitor))
