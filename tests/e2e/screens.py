"""The screens behind the door, as they are opened to be read: a new one is a line here."""

from __future__ import annotations

from dataclasses import dataclass

MONTH = "period=2026-09"
# Bytes that have come when the browser first paints, and when a screen can be read, then with its answers. On a busy
# machine files that nothing waits for come before that too.
FIRST, LIGHT = 300_000, 375_000
REQUESTS = 3
# Files until a screen can be read: what is always fetched together is one (web/vite.config.ts).
FILES = 50


@dataclass(frozen=True)
class Screen:
    """A screen, how many figures and cells of tables behind its charts it has at least, and what can be read first."""

    name: str
    path: str
    figures: int
    cells: int = 0
    reads: str = "#content data"

    def __str__(self) -> str:
        """Return what a test is called by."""
        return self.name


SCREENS = [
    Screen("overview", f"/?{MONTH}", 13, 20, "#content dl data"),
    Screen("journey map", f"/journeys/dining?{MONTH}&segment=family", 14, 20),
    Screen("touchpoint", f"/journeys/dining?{MONTH}&touchpoint=queue", 17, 20, ".ant-drawer data"),
    Screen("drivers", f"/drivers?{MONTH}&beside=family&touchpoint=queue", 30, 40, "#content li data"),
    Screen("simulator", f"/simulator?{MONTH}&m.queue=0.5~0.3~0.8&m.dine=0.4&cost=20000", 15, reads="#content dl data"),
    Screen("plans", "/plans", 6, reads="#content article data"),
    Screen("list of plans", "/plans?view=list", 6, reads="#content td data"),
    Screen("plan", "/plans/queue-care", 5, 20),
]
