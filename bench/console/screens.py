"""The pages that are opened."""

from dataclasses import dataclass

PERIOD = "period=2026-09"
FORM = "input[type=password]"


@dataclass(frozen=True)
class Screen:
    """A page, whether it is looked at by somebody who has signed in, and what stands there once it can be read."""

    name: str
    title: str
    path: str
    reads: str = "#content data"
    is_inside: bool = True


PLAIN = Screen("django", "Django's own login page", "/admin/login/", FORM, is_inside=False)
DOOR = Screen("sign_in", "sign-in", "/sign-in", FORM, is_inside=False)
SCREENS = (
    Screen("overview", "overview", f"/?{PERIOD}"),
    Screen("journey", "journey map", f"/journeys/dining?{PERIOD}"),
    Screen("touchpoint", "a touchpoint of it", f"/journeys/dining?{PERIOD}&touchpoint=queue", ".ant-drawer data"),
    Screen("drivers", "drivers matrix", f"/drivers?{PERIOD}", "#content li data"),
    Screen("simulator", "simulator", f"/simulator?{PERIOD}&m.queue=0.5&cost=20000", "#content dl data"),
    Screen("plans", "plan board", "/plans", "#content article data"),
    Screen("plan_list", "list of plans", "/plans?view=list", "#content td data"),
    Screen("plan", "plan", "/plans/queue-care"),
)
