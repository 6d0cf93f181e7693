"""The overview: what it says is what the API says, to everybody, in few requests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import asked
from tests.e2e.looks import LANGUAGES, LOOK, LOOKS, also
from tests.e2e.visitor import Visitor, overflow, serious

E = "{ value low high n }"
QUERY = f"""query($p: Period!) {{ experienceReturnScores(scope: COMPANY, period: $p, first: 1) {{ nodes {{
  returnIndex {E} value {E} nps {E} loyalty {E} }} }} }}"""

CHANGES = f"""query($p: Period!, $s: Period!) {{ scoreChanges(scope: COMPANY, period: $p, since: $s) {{ nodes {{
  returnIndex {E} value {E} nps {E} loyalty {E} }} }} }}"""
TOUCHPOINTS = f"""query($p: Period!) {{
  touchpoints: experienceReturnScores(scope: TOUCHPOINT, period: $p, first: 100) {{ nodes {{
    code value {E} returnPerPoint {E} }} }}
  drivers(period: $p) {{ touchpoints(first: 100) {{ nodes {{
    code quadrant importance {E} rank {E} priority {E} }} }} }}
  planEvaluations(first: 6, latestOnly: true) {{ nodes {{ plan {{ code }} money {E} }} }} }}"""
SEGMENT = f"""query($p: Period!) {{ experienceReturnScores(scope: SEGMENT, period: $p, codes: ["family"]) {{ nodes {{
  value {E} nps {E} loyalty {E} }} }} }}"""
HAPPENED = """{ annotations(from: "2025-10", to: "2026-09", first: 100) { nodes { kind period } } }"""


def of_the_api(page: Page, period: str) -> dict[str, Any]:
    found: dict[str, Any] = asked(page, QUERY, p=period)["experienceReturnScores"]["nodes"][0]
    return found


def changes_of_the_api(page: Page, period: str, since: str) -> dict[str, Any]:
    found: dict[str, Any] = asked(page, CHANGES, p=period, s=since)["scoreChanges"]["nodes"][0]
    return found


NAMES = {
    "en-US": {"Return index": "returnIndex", "Experience value": "value", "NPS": "nps", "Loyalty": "loyalty"},
    "zh-CN": {"回报指数": "returnIndex", "体验值": "value", "NPS": "nps", "忠诚度": "loyalty"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_figures_are_those_of_the_api(visitor: Visitor, language: str) -> None:
    page = visitor.enters("/?period=2026-09&since=2026-03", language=language)
    page.locator("dl data").first.wait_for()

    shown = {
        row.locator("dt").inner_text(): (
            float(row.locator("data").get_attribute("value") or "nan"),
            row.locator("small").inner_text(),
            float(row.locator("[data-change]").get_attribute("data-change") or "nan"),
        )
        for row in page.locator("dl > div").all()
    }

    api, changes = of_the_api(page, "2026-09"), changes_of_the_api(page, "2026-09", "2026-03")
    assert set(shown) == set(NAMES[language])
    for name, field in NAMES[language].items():
        digits = 2 if field == "loyalty" else 1
        value, low, high, n = (api[field][part] for part in ("value", "low", "high", "n"))
        assert shown[name] == (value, f"[{low:.{digits}f} – {high:.{digits}f}] n = {n:,}", changes[field]["value"])


def test_what_drives_and_hurts_and_what_plans_brought_is_the_apis(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2026-09", language="en-US")
    page.locator("ol data").first.wait_for()

    api = asked(page, TOUCHPOINTS, p="2026-09")

    scores = {one["code"]: one for one in api["touchpoints"]["nodes"]}
    drivers = [one for one in api["drivers"]["touchpoints"]["nodes"] if one["rank"]["value"] is not None]
    ranked = sorted(drivers, key=lambda one: one["rank"]["value"])[:3]
    worse = [one for one in drivers if one["quadrant"] not in {"keep_it_up", "possible_overkill"}]
    urgent = sorted(worse, key=lambda one: -one["priority"]["value"])[:3]
    for title, expected in (("What drives loyalty most", ranked), ("Where improving is most urgent", urgent)):
        panel = page.get_by_role("region", name=title)
        figures = [
            scores[one["code"]][name]["value"] if name else one["importance"]["value"]
            for one in expected
            for name in ("", "value", "returnPerPoint")
        ]
        assert [float(one.get_attribute("value") or "nan") for one in panel.locator("data").all()] == figures
    brought = [one["money"]["value"] for one in api["planEvaluations"]["nodes"]]
    plans = page.get_by_role("region", name="Plans").locator("data").all()
    assert sorted(float(one.get_attribute("value") or "nan") for one in plans) == sorted(brought)


def test_a_figure_leads_down_to_the_facts_it_was_made_of(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2026-09", language="en-US")

    page.get_by_role("link", name="NPS", exact=True).click()

    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_text("docs/metrics/survey-scores.md")).to_be_visible()
    nps = of_the_api(page, "2026-09")["nps"]
    assert float(drawer.locator("data").first.get_attribute("value") or "nan") == nps["value"]
    expect(drawer.locator("time")).to_have_count(10)
    assert serious(page) == []
    page.go_back()
    expect(drawer).to_be_hidden()


def test_what_happened_is_marked_and_leads_to_it(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2026-09", language="en-US")
    page.get_by_text(re.compile("What happened meanwhile")).click()

    told = asked(page, HAPPENED)["annotations"]

    expect(page.locator("details ul ul li")).to_have_count(sum(one["period"] is not None for one in told["nodes"]))
    assert any(one["kind"] == "PLAN_STARTED" for one in told["nodes"])
    page.get_by_role("link", name=re.compile("Plan began")).first.click()
    expect(page).to_have_url(re.compile("/plans/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_segment_is_looked_at_and_the_address_keeps_it(visitor: Visitor, language: str) -> None:
    page = visitor.enters("/?period=2026-09", language=language)

    page.get_by_label(re.compile("^(Segment|客群)$")).select_option("family")

    expect(page).to_have_url(re.compile("segment=family"))
    expect(page.get_by_role("heading", name=re.compile("family"))).to_be_visible()
    page.locator("dl data").first.wait_for()
    (score,) = asked(page, SEGMENT, p="2026-09")["experienceReturnScores"]["nodes"]
    shown = [float(one.get_attribute("value") or "nan") for one in page.locator("dl data").all()]
    assert shown == [score[name]["value"] for name in ("value", "nps", "loyalty")]
    assert serious(page) == []
    page.go_back()
    expect(page).not_to_have_url(re.compile("segment="))


@pytest.mark.parametrize(
    ("language", "typed", "name"), [("zh-CN", "等位", "到店等位"), also("en-US", "wait", "Waiting")]
)
def test_anything_is_found_by_keyboard_alone(visitor: Visitor, language: str, typed: str, name: str) -> None:
    page = visitor.enters("/", language=language)

    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog")
    palette.get_by_role("combobox").wait_for()
    page.keyboard.type(typed)
    expect(palette.get_by_role("option", name=re.compile(name)).first).to_be_visible()
    assert serious(page) == []
    while not palette.get_by_role("option", selected=True).filter(has_text=name).count():
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/(drivers|plans)"))
    expect(palette).to_be_hidden()


def test_a_group_chat_subscribes_and_ends_it(visitor: Visitor) -> None:
    page = visitor.enters("/", language="en-US")
    page.get_by_role("button", name="Subscribe").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Walk")
    dialog.get_by_label("Address of the robot").fill("https://elsewhere.example/robot")
    dialog.get_by_role("button", name="Subscribe").click()
    expect(dialog.get_by_role("alert")).to_be_visible()  # no address of WeCom, and what was typed stays
    assert dialog.get_by_label("Name").input_value() == "Walk"

    dialog.get_by_label("Address of the robot").fill("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=walk")
    dialog.get_by_role("button", name="Subscribe").click()
    expect(dialog.get_by_text("Walk")).to_be_visible()
    assert serious(page) == []
    dialog.get_by_role("button", name="End", exact=True).click()
    page.get_by_role("tooltip").get_by_role("button", name="End", exact=True).click()

    expect(dialog.get_by_text("None yet.")).to_be_visible()


@pytest.mark.parametrize(LOOK, LOOKS)
def test_everybody_can_use_it(visitor: Visitor, language: str, dark: bool, width: int) -> None:
    page = visitor.enters("/", language=language, dark=dark, width=width)
    page.locator("dl data").first.wait_for()
    page.get_by_role("img").first.wait_for()

    assert serious(page) == []
    assert overflow(page) <= 0


def test_the_chart_is_also_a_table(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2026-09", language="en-US")

    page.get_by_role("button", name="Show as table").first.click()

    expect(page.get_by_role("columnheader")).to_have_text(["Period", "Return index", "Low", "High", "n", "Status"])
    expect(page.get_by_role("row").last).to_contain_text("2026-09")


def test_what_is_shown_is_saved(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2026-09", language="en-US")

    for kind, ending, begins in (("CSV", "csv", b"\xef\xbb\xbfPeriod,"), ("PNG", "png", b"\x89PNG")):
        page.get_by_role("button", name="Export").first.click()
        with page.expect_download() as told:
            page.get_by_role("menuitem", name=re.compile(kind)).click()
        assert told.value.suggested_filename == f"huibao-Return index.{ending}"
        assert told.value.path().read_bytes().startswith(begins)


def test_the_keys_are_shown_and_lead_somewhere(visitor: Visitor) -> None:
    page = visitor.enters("/?figure=NPS", language="en-US")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Go to Overview")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("o")

    expect(page).to_have_url(re.compile("/$"))
