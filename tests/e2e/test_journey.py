"""The journey map: what it says is what the API says, down to the customers' words; drafts are edited by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import asked
from tests.e2e.looks import LANGUAGES, LOOK, LOOKS, also
from tests.e2e.visitor import Visitor, overflow, serious

MAP = "/journeys/dining?period=2026-09"
E = "{ value low high n }"
FIGURES = f"""query($p: Period!) {{
  touchpoints: experienceReturnScores(scope: TOUCHPOINT, period: $p, first: 100) {{ nodes {{ code value {E} }} }}
  journeys(first: 1, filter: {{codes: ["dining"]}}) {{ nodes {{ publishedVersion {{ stages(first: 50) {{ nodes {{
    placements(first: 50) {{ nodes {{ touchpoint {{ code nameEn }} }} }} }} }} }} }} }}
  whole: experienceReturnScores(scope: JOURNEY, period: $p, codes: ["dining"]) {{ nodes {{
    momentsOfTruth {{ touchpoint reasons }} }} }} }}"""
VERSIONS = (
    """{ journeys(first: 1, filter: {codes: ["dining"]}) { nodes { versions(first: 1) { nodes { id state } } } } }"""
)
DISCARD = (
    "mutation($i: JourneyVersionIdInput!) { discardJourneyVersion(input: $i) { deletedId userErrors { message } } }"
)


def shown(page: Page) -> dict[str, tuple[float, str]]:
    """Return value and the words beside it of every touchpoint that has one, by its name."""
    cells = page.get_by_role("region", name="Journey map").get_by_role("button").filter(has=page.locator("data"))
    return {
        cell.get_attribute("title") or "": (
            float(cell.locator("data").get_attribute("value") or "nan"),
            " ".join(cell.locator("data ~ span").all_inner_texts()),
        )
        for cell in cells.all()
    }


def of_the_api(page: Page) -> dict[str, tuple[float, str]]:
    """Return the same from the API."""
    told = asked(page, FIGURES, p="2026-09")
    values = {node["code"]: node["value"] for node in told["touchpoints"]["nodes"]}
    (journey,) = told["journeys"]["nodes"]
    placed = [
        place["touchpoint"] for stage in journey["publishedVersion"]["stages"]["nodes"]
        for place in stage["placements"]["nodes"]
    ]  # fmt: skip
    return {
        touchpoint["nameEn"]: (it["value"], f"[{it['low']:.1f}–{it['high']:.1f}] n = {it['n']:,}")
        for touchpoint in placed
        if (it := values.get(touchpoint["code"])) and it["value"] is not None
    }


def test_its_figures_are_those_of_the_api(visitor: Visitor) -> None:
    page = visitor.enters(MAP, language="en-US")
    page.locator("data").first.wait_for()

    figures = of_the_api(page)

    assert len(figures) > 5
    assert shown(page) == figures


def test_stars_stand_where_the_api_says_that_it_is_decided(visitor: Visitor) -> None:
    page = visitor.enters(MAP, language="en-US")
    page.locator("data").first.wait_for()

    stars = page.get_by_role("button").filter(has=page.get_by_role("img", name="Moment of truth"))
    (whole,) = asked(page, FIGURES, p="2026-09")["whole"]["nodes"]

    assert stars.count() == len(whole["momentsOfTruth"]) > 0


@pytest.mark.parametrize(LOOK, LOOKS)
def test_everybody_can_use_it(visitor: Visitor, language: str, dark: bool, width: int) -> None:
    page = visitor.enters(f"{MAP}&segment=family&expected=1", language=language, dark=dark, width=width)
    page.locator("data").first.wait_for()
    page.locator("svg text").first.wait_for()

    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize(("language", "name"), [("zh-CN", "到店等位"), also("en-US", "Waiting for a table")])
def test_a_touchpoint_leads_down_to_the_words_of_customers(visitor: Visitor, language: str, name: str) -> None:
    page = visitor.enters(MAP, language=language)

    page.get_by_role("button", name=re.compile(name)).focus()
    page.keyboard.press("Enter")

    drawer = page.get_by_role("dialog", name=name)
    expect(drawer.locator("blockquote")).to_have_count(5)
    expect(page).to_have_url(re.compile("touchpoint=queue"))
    assert serious(page) == []
    page.go_back()
    expect(drawer).to_be_hidden()


def test_a_segment_is_laid_over_and_the_address_keeps_it(visitor: Visitor) -> None:
    page = visitor.enters(MAP, language="en-US")

    page.get_by_role("combobox", name="Compare segments").click()
    page.locator(".ant-select-item-option").first.click()

    expect(page).to_have_url(re.compile("segment="))
    page.reload()
    page.get_by_role("button", name="Show as table").click()
    expect(page.get_by_role("columnheader", name=": Low")).to_have_count(1)


@pytest.mark.parametrize(("kind", "ending", "begins"), [
    ("CSV", "csv", b"\xef\xbb\xbfStage,Touchpoint,"), ("PNG", "png", b"\x89PNG"),
])  # fmt: skip
def test_what_is_shown_is_saved(visitor: Visitor, kind: str, ending: str, begins: bytes) -> None:
    page = visitor.enters(MAP, language="en-US")

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as told:
        page.get_by_role("menuitem", name=re.compile(kind)).click()

    assert told.value.suggested_filename == f"huibao-dining-2026-09.{ending}"
    assert told.value.path().read_bytes().startswith(begins)


def test_a_draft_is_edited_by_keyboard_taken_back_and_thrown_away(visitor: Visitor) -> None:
    page = visitor.enters("/journeys/dining/edit", language="en-US")
    begin = page.get_by_role("button", name="Start a draft")
    stages = page.get_by_role("list").filter(has=page.get_by_role("heading", name="Booking"))
    begin.or_(stages.first).first.wait_for()
    if begin.is_visible():
        begin.click()
    waiting = page.get_by_role("button", name="Move Being seated one place up")
    waiting.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Being seated was moved.")).to_be_visible()
    assert serious(page) == []

    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()

    page.get_by_role("button", name="Discard draft").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("dining")
    page.get_by_role("dialog").get_by_role("button", name="Discard draft").click()
    expect(page).to_have_url(re.compile(r"/journeys/dining(\?|$)"))
    (journey,) = asked(page, VERSIONS)["journeys"]["nodes"]
    assert journey["versions"]["nodes"][0]["state"] == "PUBLISHED"


def test_who_was_slower_is_told_so_kindly(visitor: Visitor) -> None:
    page = visitor.enters("/journeys/dining/edit", language="en-US")
    page.get_by_role("button", name="Start a draft").click()
    page.get_by_role("button", name="Move Being seated one place up").wait_for()
    other = visitor.enters("/journeys/dining/edit", language="en-US")
    other.get_by_role("button", name="Move Being seated one place up").click()
    expect(other.get_by_role("button", name="Undo").first).to_be_enabled()

    page.get_by_role("button", name="Move Being seated one place down").click()

    expect(page.get_by_text("Somebody else has just changed this draft.")).to_be_visible()
    page.get_by_role("button", name="Show the newest state").click()
    expect(page.get_by_text("Somebody else has just changed this draft.")).to_be_hidden()
    (journey,) = asked(page, VERSIONS)["journeys"]["nodes"]
    gone = asked(page, DISCARD, i={"versionId": journey["versions"]["nodes"][0]["id"]})
    assert gone["discardJourneyVersion"]["userErrors"] == []


BOUND = """query($p: Period!) { experienceReturnScores(scope: UNIT, period: $p, first: 100) { nodes {
  code value { value n } touchpointValues { touchpoint value { value } } } } }"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_bound_to_a_city_sees_its_figures_and_why(visitor: Visitor, language: str) -> None:
    page = visitor.opens(MAP, language=language)
    visitor.signs_in(page, email="city@hotpot.example")
    words = "Your roles are bound to units" if language == "en-US" else "您的角色限于部分门店"
    expect(page.get_by_text(words)).to_be_visible()
    page.locator("#content svg text").first.wait_for()

    city, *restaurants = asked(page, BOUND, p="2026-09")["experienceReturnScores"]["nodes"]
    values = [city["value"], *(one["value"] for one in city["touchpointValues"])]
    on_map = {float(one.get_attribute("value") or "nan") for one in page.locator("#content data").all()}

    assert city["code"] == "chengdu"
    assert {one["code"][:8] for one in restaurants} == {"chengdu-"}
    assert on_map == {one["value"] for one in values} - {None}
    expect(page.get_by_text(f"n = {city['value']['n']:,}").first).to_be_visible()
    assert serious(page) == []
    assert overflow(page) <= 0
