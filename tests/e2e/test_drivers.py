"""The drivers matrix: numbers, lines and list are the API's; segments, exclusions and the way to the simulator work."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.api import asked
from tests.e2e.looks import LOOK, LOOKS, ZH_AND_EN
from tests.e2e.visitor import Visitor, overflow, serious

E = "{ value low high n }"
QUERY = f"""query($without: [String!]) {{ driverMatrix(period: "2026-09", without: $without) {{ n r2 {E}
  points(first: 100) {{ nodes {{ code quadrant importance {E} value {E} }} }} }} }}"""
AT = "/drivers?period=2026-09"


def of_the_api(page: Page, *without: str) -> dict[str, Any]:
    matrix: dict[str, Any] = asked(page, QUERY, without=list(without))["driverMatrix"]
    return matrix


def shown(page: Page) -> list[float]:
    page.locator("#content li data").first.wait_for()
    return [float(one.get_attribute("value") or "nan") for one in page.locator("#content li data").all()]


@pytest.mark.parametrize(LOOK, LOOKS)
def test_everybody_can_use_it(visitor: Visitor, language: str, dark: bool, width: int) -> None:
    page = visitor.enters(f"{AT}&beside=family&touchpoint=queue", language=language, dark=dark, width=width)
    page.get_by_role("img").first.wait_for()

    assert serious(page) == []
    assert overflow(page) <= 0


@pytest.mark.looks
@pytest.mark.parametrize("language", ZH_AND_EN)
def test_its_figures_are_those_of_the_api(visitor: Visitor, language: str) -> None:
    page = visitor.enters(AT, language=language)
    found = shown(page)

    api = of_the_api(page)
    points = api["points"]["nodes"]
    assert sorted(found) == sorted(point[name]["value"] for point in points for name in ("importance", "value"))
    expect(page.get_by_text(re.compile(f"n = {api['n']:,}")).first).to_be_visible()
    queue = next(point for point in points if point["code"] == "queue")
    value = queue["value"]
    words = f"[{value['low']:.1f} – {value['high']:.1f}] n = {value['n']:,}"
    expect(page.get_by_text(words).first).to_be_visible()


def test_a_touchpoint_is_left_out_and_taken_back(visitor: Visitor) -> None:
    page = visitor.enters(AT, language="en-US")
    page.get_by_role("button", name="Leave Waiting for a table out").click()
    expect(page.get_by_role("button", name="Leave Waiting for a table out")).to_be_hidden()

    points = of_the_api(page, "queue")["points"]["nodes"]
    assert sorted(shown(page)) == sorted(one[name]["value"] for one in points for name in ("importance", "value"))
    page.go_back()

    expect(page.get_by_role("button", name="Leave Waiting for a table out")).to_be_visible()


def test_the_chart_is_also_a_table_and_files(visitor: Visitor) -> None:
    page = visitor.enters(AT, language="en-US")
    page.get_by_role("button", name="Show as table").click()
    expect(page.get_by_role("row")).to_have_count(1 + len(of_the_api(page)["points"]["nodes"]))
    page.get_by_role("button", name="Show as chart").click()
    page.get_by_role("img").first.wait_for()

    for kind, begins in (("CSV", b"\xef\xbb\xbf#,Touchpoint,"), ("PNG", b"\x89PNG")):
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as told:
            page.get_by_role("menuitem", name=re.compile(kind)).click()
        assert told.value.path().read_bytes().startswith(begins)
