"""The overview: what it says is what the API says, to everybody, in few requests."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitor import Visitor, overflow, serious

MOST_FIRST_PAINT = 300_000
E = "{ value low high n }"
QUERY = f"""query($p: Period!) {{ experienceReturnScores(scope: COMPANY, period: $p, first: 1) {{ nodes {{
  returnIndex {E} value {E} nps {E} loyalty {E} }} }} }}"""


ASK = """async body => {
  const token = document.cookie.split('; ').find(one => one.startsWith('csrftoken=')).slice(10)
  const headers = {'Content-Type': 'application/json', 'X-CSRFToken': token}
  return (await fetch('/graphql', {method: 'POST', headers, body: JSON.stringify(body)})).json()
}"""


def of_the_api(page: Page, period: str) -> dict[str, Any]:
    answer = page.evaluate(ASK, {"query": QUERY, "variables": {"p": period}})
    found: dict[str, Any] = answer["data"]["experienceReturnScores"]["nodes"][0]
    return found


def weights(page: Page) -> dict[str, int]:
    """Return how many bytes each file of a page has as it is sent, whether it was sent this time or kept."""
    list_them = "performance.getEntriesByType('resource').map(one => [new URL(one.name).pathname, one.encodedBodySize])"
    return {path: size for path, size in page.evaluate(list_them) if path.startswith("/assets/")}


def test_its_figures_are_those_of_the_api(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2026-09", language="en-US")
    page.locator("dl data").first.wait_for()

    shown = {
        row.locator("dt").inner_text(): (
            float(row.locator("data").get_attribute("value") or "nan"),
            row.locator("small").inner_text(),
        )
        for row in page.locator("dl > div").all()
    }

    api = of_the_api(page, "2026-09")
    names = {"Return index": "returnIndex", "Experience value": "value", "NPS": "nps", "Loyalty": "loyalty"}
    assert {name: value for name, (value, _) in shown.items()} == {
        name: api[field]["value"] for name, field in names.items()
    }
    for name, field in names.items():
        digits = 2 if name == "Loyalty" else 1
        low, high, n = (api[field][part] for part in ("low", "high", "n"))
        assert shown[name][1] == f"[{low:.{digits}f} – {high:.{digits}f}] n = {n:,}"


def test_it_is_useful_after_few_requests_and_little_weight(visitor: Visitor) -> None:
    page = visitor.enters("/")
    visitor.requests.clear()

    page.reload()
    page.locator("dl data").first.wait_for()

    assert len(visitor.asked("/graphql")) <= 3
    assert all("query=" not in request.url for request in visitor.asked("/graphql"))  # named, never sent


@pytest.mark.parametrize("inside", [False, True], ids=["the door", "the overview"])
def test_the_first_paint_is_light(visitor: Visitor, inside: bool) -> None:
    page = visitor.enters("/") if inside else visitor.opens("/sign-in")
    if inside:
        page.reload()
        page.locator("dl data").first.wait_for()
    else:
        page.locator("input[type=password]").wait_for()

    sizes = weights(page)

    assert len(sizes) > 3
    # Charts come after what can be read.
    assert sum(size for name, size in sizes.items() if "/echarts-" not in name) <= MOST_FIRST_PAINT, sizes


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
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


def test_a_period_without_data_says_so(visitor: Visitor) -> None:
    page = visitor.enters("/?period=2019-01", language="en-US")

    expect(page.get_by_text("Nothing has been scored in this period.")).to_be_visible()


def test_the_network_is_lost_and_comes_back(visitor: Visitor) -> None:
    page = visitor.enters("/", language="en-US")
    page.locator("dl data").first.wait_for()

    page.context.set_offline(True)
    expect(page.get_by_text(re.compile("The network is away"))).to_be_visible()
    page.context.set_offline(False)

    expect(page.get_by_text(re.compile("The network is away"))).to_be_hidden()


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
