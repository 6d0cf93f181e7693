"""Forty touchpoints, and names of sixty letters everywhere: nothing is lost and nothing is wider than the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.crowd import TOUCHPOINTS
from tests.e2e.guests import Come
from tests.e2e.looks import ZH_AND_EN, foremost
from tests.e2e.places import holds

PATHS = [
    "/", "/journeys", "/journeys/long", "/journeys/long?touchpoint=tp-03", "/journeys/long/edit", "/drivers",
    "/drivers?touchpoint=tp-04", "/simulator", "/simulator?m.tp-03=0.3&m.tp-04=0.3", "/plans", "/plans?view=list",
    "/plans?view=timeline", "/plans/plan-0", "/plans/plan-1", "/plans?form=new", "/account",
]  # fmt: skip
# Where each touchpoint is one of what is selected so.
EACH = {
    "/journeys/long": "#content [role=region] button:has(data)",
    "/drivers": "#content li:has(data)",
    "/simulator": "#content li:has(data)",
}


@pytest.mark.parametrize("language", foremost(ZH_AND_EN, "en-US"))
@pytest.mark.parametrize("path", foremost(PATHS, "/", "/journeys/long", "/drivers", "/plans"))
def test_all_is_there_and_nothing_is_wider_than_the_window(come: Come, path: str, language: str) -> None:
    page = come("crowd", at="crowd").enters(path, language=language)

    if path in EACH:
        expect(page.locator(EACH[path])).to_have_count(TOUCHPOINTS)
    holds(page)
