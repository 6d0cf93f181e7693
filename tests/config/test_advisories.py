"""No release with a published advisory can be installed, and nothing that should not be exposed is."""

import re
import tomllib

import pytest

from config.embedded.places import PROJECT

# First releases without the advisories known when the floor was set.
FLOORS = {"django": (6, 0, 4), "strawberry-graphql": (0, 327, 2)}
NEVER = {"flower", "gunicorn"}
"""Flower shows every task to whoever reaches it; gunicorn opens a control socket for each user."""


def _release(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)))


def _locked() -> dict[str, tuple[int, ...]]:
    lines = re.findall(
        r"^([a-z0-9-]+)(?:\[[^]]*])?==([0-9.]+)", (PROJECT / "requirements.lock").read_text(), re.MULTILINE
    )
    return {name: _release(version) for name, version in lines}


def _wanted() -> list[str]:
    return list(tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["dependencies"])


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_installed_and_wanted_releases_are_past_the_advisories(name: str, floor: tuple[int, ...]) -> None:
    [wanted] = [one for one in _wanted() if re.match(rf"{name}[\[>]", one)]

    assert _release(wanted.partition(">=")[2]) >= floor
    assert _locked()[name] >= floor


def test_what_should_not_be_exposed_is_not_installed() -> None:
    assert not NEVER & _locked().keys()
