"""The simulator: moved, saved, compared and exported, with the API's figures, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import asked
from tests.e2e.looks import LANGUAGES, LOOK, LOOKS, ZH_AND_EN
from tests.e2e.visitor import Visitor, overflow, serious, settled, until

E = "{ value low high n }"
FIGURES = ("deltaEquity", "cost", "npv", "roi")
EFFECTS = ("experience", "repurchase", "referrals")
QUERY = f"""query($input: ScenarioForecastInput!) {{ scenarioForecast(input: $input) {{ status reason
  {" ".join(f"{name} {E}" for name in FIGURES)} {" ".join(f"{name} {{ change {E} }}" for name in EFFECTS)} }} }}"""
AT = "/simulator?period=2026-09&m.queue=0.5~0.3~0.8&m.dine=0.4&cost=20000"
WORDS = {
    "zh-CN": {"save": "保存方案", "name": "名称", "undo": "撤销", "slider": "到店等位：提高的分数（0-10 分制）"},
    "en-US": {
        "save": "Save scenario", "name": "Name", "undo": "Undo", "slider": "Waiting for a table: points of 0-10 more",
    },
}  # fmt: skip


def forecast(page: Page, moves: list[dict[str, Any]], cost: float) -> dict[str, Any]:
    sure = {"low": cost, "mode": cost, "high": cost}
    wish = {"period": "2026-09", "moves": moves, "cost": sure}
    found: dict[str, Any] = asked(page, QUERY, input=wish)["scenarioForecast"]
    return found


def spans(page: Page) -> set[tuple[float, float, float]]:
    """Return the spans that are shown: low end, middle, high end."""
    settled(page).locator("dl data[data-low]").first.wait_for()
    names = ("data-low", "value", "data-high")
    rows = [[one.get_attribute(name) for name in names] for one in page.locator("dl data[data-low]").all()]
    return {(float(low or "nan"), float(value or "nan"), float(high or "nan")) for low, value, high in rows}


@pytest.mark.parametrize(LOOK, LOOKS)
def test_everybody_can_use_it(visitor: Visitor, language: str, dark: bool, width: int) -> None:
    page = visitor.enters(AT, language=language, dark=dark, width=width)
    spans(page)

    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.looks
@pytest.mark.parametrize("language", ZH_AND_EN)
def test_its_spans_are_those_of_the_api(visitor: Visitor, language: str) -> None:
    page = visitor.enters(AT, language=language)
    found = spans(page)

    moves = [
        {"touchpoint": "queue", "uplift": {"low": 0.3, "mode": 0.5, "high": 0.8}},
        {"touchpoint": "dine", "uplift": {"low": 0.4, "mode": 0.4, "high": 0.4}},
    ]
    api = forecast(page, moves, 20_000)
    told = [api[name] for name in FIGURES] + [api[name]["change"] for name in EFFECTS]
    assert {(one["low"], one["value"], one["high"]) for one in told} <= found


def test_what_was_not_observed_is_refused_in_words(visitor: Visitor) -> None:
    page = visitor.enters("/simulator?period=2026-09&m.queue=9", language="en-US")

    expect(page.get_by_text("This cannot be forecast")).to_be_visible()
    assert page.locator("dl data").count() == 0


def test_the_last_of_many_moves_is_the_one_that_is_shown(visitor: Visitor) -> None:
    page = visitor.enters("/simulator?period=2026-09&m.queue=0.5", language="en-US")
    first = spans(page)
    visitor.requests.clear()

    slider = page.get_by_role("slider", name=WORDS["en-US"]["slider"])
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"m\.queue=1(&|$)"))

    api = forecast(page, [{"touchpoint": "queue", "uplift": {"low": 1, "mode": 1, "high": 1}}], 0)
    experience = api["experience"]["change"]
    until(lambda: (experience["low"], experience["value"], experience["high"]) in spans(page), page)
    assert spans(page) != first
    assert len(visitor.asked("/graphql")) <= 3  # few for five steps, one more for what this test asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_saved_is_taken_back(visitor: Visitor, language: str) -> None:
    words = WORDS[language]
    page = visitor.enters(AT, language=language)
    title = f"back-{language}-{page.evaluate('Date.now()')}"

    page.get_by_role("button", name=words["save"]).click()
    page.get_by_role("textbox", name=words["name"]).fill(title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=title, exact=True)).to_be_visible()
    page.get_by_role("button", name=words["undo"]).click()

    expect(page.get_by_role("button", name=title, exact=True)).to_be_hidden()


def test_three_scenarios_are_compared(visitor: Visitor) -> None:
    page = visitor.enters("/simulator?period=2026-09&m.queue=0.5", language="en-US")
    spans(page)
    codes = []
    for number in range(3):
        code = f"compared-{number}"
        uplift = 0.3 * (number + 1)
        move = {"touchpoint": "queue", "uplift": {"low": uplift, "mode": uplift, "high": uplift}}
        wish = {"code": code, "title": f"Compared {number}", "period": "2026-09", "moves": [move]}
        saved = "mutation($input: SaveScenarioInput!) { saveScenario(input: $input) { userErrors { message } } }"
        assert asked(page, saved, input=wish)["saveScenario"]["userErrors"] == []
        codes.append(code)
    page.goto(visitor.address + f"/simulator?period=2026-09&compare={','.join(codes)}")

    expect(page.get_by_role("region", name="Scenarios compared").first).to_be_visible()
    expect(page.get_by_text(re.compile("brings more than")).first).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Net gain of 3 scenarios"))).to_be_visible()
    assert serious(page) == []


def test_what_is_shown_is_exported(visitor: Visitor) -> None:
    page = visitor.enters(AT, language="en-US")

    page.get_by_role("region", name="What it would bring").get_by_role("button", name="Export").click()
    with page.expect_download() as told:
        page.get_by_role("menuitem", name=re.compile("CSV")).click()

    lines = told.value.path().read_text("utf-8-sig").splitlines()
    (gain,) = [line for line in lines if line.startswith("Net gain,")]
    api = forecast(
        page,
        [
            {"touchpoint": "queue", "uplift": {"low": 0.3, "mode": 0.5, "high": 0.8}},
            {"touchpoint": "dine", "uplift": {"low": 0.4, "mode": 0.4, "high": 0.4}},
        ],
        20_000,
    )["npv"]
    assert [float(cell) for cell in gain.split(",")[1:]] == [api[part] for part in ("value", "low", "high", "n")]
