"""The screens of the console, for walks that look at each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.e2e.visitor import overflow, serious, settled


@dataclass(frozen=True)
class Place:
    """A screen: where it is, and what is seen once it is there."""

    path: str
    sign: str

    def __str__(self) -> str:
        return self.path


PLACES = [
    Place("/", "dl data"),
    Place("/journeys", "#content li a"),
    Place("/drivers", "#content li data"),
    Place("/simulator", "[role=slider]"),
    Place("/plans", "article"),
]


def holds(page: Page) -> None:
    """Look at a screen twice without loading it anew: on a desk in the light, on a phone in the dark."""
    looks: list[tuple[Any, int]] = [("light", 1440), ("dark", 390)]
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 900})
        page.locator(f"html[data-theme={scheme}]").wait_for()
        settled(page)
        assert overflow(page) <= 0, (scheme, width)
        assert serious(page) == [], (scheme, width)
