"""Who may only look, and who works at one branch: no screen offers them what they may not do, and none breaks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.guests import Come
from tests.e2e.looks import foremost
from tests.e2e.places import PLACES, holds

PATHS = [place.path for place in PLACES] + [
    "/journeys/dining?period=2026-09",
    "/journeys/dining?period=2026-09&touchpoint=queue",
    "/drivers?period=2026-09&touchpoint=queue",
    "/simulator?period=2026-09&m.queue=0.5",
    "/plans?view=list",
    "/plans/queue-care",
    "/plans?form=new",
    "/account",
]
# Words of buttons and links that change something others see.
CHANGES = re.compile(
    r"^(New plan|Edit|Move|Evaluate now|Save scenario|Make it a plan|Start a draft|Begin|Restore|Rename|Delete"
    r"|Discard|Publish|Approve|Propose|Give up|Finish|Add a? ?(stage|task|comment|note)|Comment|Annotate|Load"
    r"|Subscribe|Forget)",
    re.IGNORECASE,
)


def offered(page: Page) -> list[str]:
    """Return the names of what can be pressed on a screen."""
    names = "all => all.map(one => one.getAttribute('aria-label') || one.innerText.trim())"
    found: list[str] = page.locator("#content button, #content a, [role=dialog] button").evaluate_all(names)
    return found


def changes(page: Page) -> list[str]:
    return [name for name in offered(page) if CHANGES.match(name)]


@pytest.mark.parametrize("path", foremost(PATHS, *PATHS[::5]))
def test_a_viewer_is_offered_no_change(come: Come, path: str) -> None:
    page = come("viewer").enters(path, language="en-US")

    assert changes(page) == []
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_count(0)
    expect(page.locator("#content .ant-alert-error")).to_have_count(0)


def test_the_manager_is_offered_them(come: Come) -> None:
    manager = come("manager")
    for path in ("/plans", "/plans/queue-care", "/simulator?period=2026-09&m.queue=0.5", "/journeys/dining"):
        page = manager.enters(path, language="en-US")
        assert changes(page), path


@pytest.mark.parametrize("path", foremost(PATHS, *PATHS[::2]))
def test_who_is_bound_to_a_branch_sees_no_fault(come: Come, path: str) -> None:
    page = come("branch").enters(path, language="en-US")

    assert changes(page) == []
    expect(page.locator("#content .ant-alert-error")).to_have_count(0)
    assert len(page.locator("#content").inner_text()) > 30
    holds(page)
