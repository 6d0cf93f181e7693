"""Each screen paints and is useful after few requests and little weight."""

from __future__ import annotations

import pytest

from bench.console.watch import TOLD, watching
from tests.e2e.screens import FILES, FIRST, LIGHT, REQUESTS, SCREENS, Screen
from tests.e2e.visitor import Visitor, until


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_screen_is_useful_after_few_requests_and_little_weight(visitor: Visitor, screen: Screen) -> None:
    page = visitor.reads(screen.path, watch=watching(screen.reads))

    told = page.evaluate(TOLD)

    assert 1 <= told["requests"] <= REQUESTS, told
    assert 3 < told["files"] <= FILES, told
    assert 200_000 < told["first_weight"] <= FIRST, told
    assert told["first_weight"] <= told["weight"] <= LIGHT, told
    assert all("query=" not in request.url for request in visitor.asked("/graphql"))  # named, never sent


def test_the_door_is_light_and_asks_nothing_of_graphql(visitor: Visitor) -> None:
    page = visitor.opens("/sign-in")
    page.add_init_script(watching("input[type=password]"))
    visitor.requests.clear()
    page.reload()
    until(lambda: page.evaluate("seen.useful > 0"), page)

    told = page.evaluate(TOLD)

    assert 200_000 < told["first_weight"] <= told["weight"] <= FIRST, told
    assert 3 < told["files"] <= FILES, told
    assert visitor.asked("/graphql") == []
