"""Every figure of every screen, with its interval and its n, is one that the API answered: nothing is computed here."""

from __future__ import annotations

import pytest

from tests.e2e.figures import answered, estimates, numbers, shown, strangers, tabled
from tests.e2e.screens import SCREENS, Screen
from tests.e2e.visitor import Visitor


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_figure_is_the_api_s(visitor: Visitor, screen: Screen) -> None:
    page = visitor.reads(screen.path, language="zh-CN")
    figures, answers = shown(page), answered(visitor)

    cells = tabled(page)

    assert len(figures) >= screen.figures
    assert [one for one in figures if one not in estimates(answers)] == []
    assert len(cells) >= screen.cells
    assert strangers(cells, numbers(answers)) == []


@pytest.mark.looks
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_figure_is_the_api_s_in_english_too(visitor: Visitor, screen: Screen) -> None:
    page = visitor.reads(screen.path, language="en-US")

    figures, answers = shown(page), answered(visitor)

    assert len(figures) >= screen.figures
    assert [one for one in figures if one not in estimates(answers)] == []


def test_the_door_shows_no_figure(visitor: Visitor) -> None:
    page = visitor.opens("/sign-in")
    page.locator("input[type=password]").wait_for()

    assert shown(page) == []
