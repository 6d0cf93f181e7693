"""Each screen is useful after few requests and little weight."""

from __future__ import annotations

import pytest

from tests.e2e.screens import SCREENS, Screen
from tests.e2e.test_overview import weights
from tests.e2e.visitor import Visitor


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_screen_is_useful_after_few_requests_and_little_weight(visitor: Visitor, screen: Screen) -> None:
    page = visitor.reads(screen.path)

    asked, sizes = visitor.asked("/graphql"), weights(page)
    assert 1 <= len(asked) <= screen.requests, [request.url for request in asked]
    assert all("query=" not in request.url for request in asked)  # named, never sent
    assert sum(size for name, size in sizes.items() if "/echarts-" not in name) <= screen.weight, sizes


def test_the_door_asks_nothing_of_graphql(visitor: Visitor) -> None:
    page = visitor.opens("/sign-in")
    page.locator("input[type=password]").wait_for()

    assert visitor.asked("/graphql") == []
