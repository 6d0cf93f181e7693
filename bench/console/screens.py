"""The pages that are opened."""

from dataclasses import dataclass

PERIOD = "period=2026-09"


@dataclass(frozen=True)
class Screen:
    """A page, and whether it is looked at by somebody who has signed in."""

    name: str
    title: str
    path: str
    is_inside: bool = True


PLAIN = Screen("django", "Django's own login page", "/admin/login/", is_inside=False)
DOOR = Screen("sign_in", "sign-in", "/sign-in", is_inside=False)
SCREENS = (
    Screen("overview", "overview", f"/?{PERIOD}"),
    Screen("journey", "journey map", f"/journeys/dining?{PERIOD}"),
    Screen("drivers", "drivers matrix", f"/drivers?{PERIOD}"),
    Screen("simulator", "simulator", f"/simulator?{PERIOD}&m.queue=0.5&cost=20000"),
    Screen("plans", "plan board", "/plans"),
    Screen("plan", "plan", "/plans/queue-care"),
)
