"""The screens behind the door, as they are opened to be read: a new one is a line here."""

from __future__ import annotations

from dataclasses import dataclass

MONTH = "period=2026-09"
# What is sent before a screen can be read, charts excepted, which come after; in bytes as they are sent.
LIGHT, HEAVIER = 300_000, 375_000


@dataclass(frozen=True)
class Screen:
    """A screen, how many figures and cells of tables behind its charts it has at least, and what it may weigh."""

    name: str
    path: str
    figures: int
    cells: int = 0
    weight: int = HEAVIER
    # What lies over a screen that can be read already asks on its own.
    requests: int = 3

    def __str__(self) -> str:
        """Return what a test is called by."""
        return self.name


SCREENS = [
    Screen("overview", f"/?{MONTH}", 13, 20, LIGHT),
    Screen("journey map", f"/journeys/dining?{MONTH}&segment=family", 14, 20),
    Screen("touchpoint", f"/journeys/dining?{MONTH}&touchpoint=queue", 17, 20, requests=4),
    Screen("drivers", f"/drivers?{MONTH}&beside=family&touchpoint=queue", 30, 40, LIGHT),
    Screen("simulator", f"/simulator?{MONTH}&m.queue=0.5~0.3~0.8&m.dine=0.4&cost=20000", 15),
    Screen("plans", "/plans", 6),
    Screen("list of plans", "/plans?view=list", 6),
    Screen("plan", "/plans/queue-care", 5, 20, requests=4),  # its history stands below all that can be read
]
