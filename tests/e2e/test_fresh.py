"""A company without data: each screen has one sentence and one thing to do, and no fault."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.guests import Come
from tests.e2e.looks import LANGUAGES, foremost
from tests.e2e.places import PLACES, Place, holds

# The journeys of its industry are there already.
EMPTY = [("bare", place) for place in PLACES] + [("fresh", place) for place in PLACES if place.path != "/journeys"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("slug", "place"), foremost(EMPTY, EMPTY[0], EMPTY[-1]), ids=str)
def test_there_is_one_sentence_and_one_thing_to_do(come: Come, slug: str, place: Place, language: str) -> None:
    page = come(slug, at=slug).enters(place.path, language=language)

    empty = page.locator("#content .ant-empty")
    expect(empty).to_have_count(1)
    expect(empty.locator(".ant-empty-description")).to_have_count(1)
    expect(empty.locator(".ant-btn-primary")).to_have_count(1)
    expect(page.locator("#content .ant-alert-error")).to_have_count(0)
    holds(page)


@pytest.mark.parametrize("path", foremost(["/drivers", "/simulator"], "/drivers"))
def test_it_leads_to_example_data(come: Come, path: str) -> None:
    page = come("fresh", at="fresh").enters(path, language="en-US")

    page.get_by_role("button", name="To the overview").click()

    expect(page.get_by_role("button", name="Load example data")).to_be_visible()


def test_its_journeys_are_there_without_figures(come: Come) -> None:
    page = come("fresh", at="fresh").enters("/journeys/dining", language="en-US")

    expect(page.get_by_text("has no figures for this journey")).to_be_visible()
    holds(page)
