"""What the console's own sources promise: secrets are hidden while typed, managers may fill them in, little is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.docs.pages import ROOT

SOURCES = {
    path.relative_to(ROOT / "web/src").as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "web/src").rglob("*.ts*"))
    if ".test." not in path.name and "testing" not in path.parts
}
FIELD = re.compile(r"<(Input(?:\.\w+)?|input|textarea)\b([^>]*(?:=>[^>]*)*)/?>")
# What may be kept in a browser, and what it is: how the screens look, and texts that somebody is still typing.
KEEPS = {
    "app/preferences.ts": "how the screens look",
    "i18n/index.ts": "the language",
    "screens/plans/form/kept.ts": "a plan that is being typed, until the tab is closed",
    "screens/plans/talk/kept.ts": "a comment that is being typed, until the tab is closed",
}


def fields() -> Iterator[tuple[str, str, str]]:
    """Yield the fields of all forms: where, which component, with what."""
    for name, text in SOURCES.items():
        for component, given in FIELD.findall(text):
            yield name, component, given


def secrets() -> list[tuple[str, str, str]]:
    """Return the fields that take a password."""
    return [one for one in fields() if re.search(r'autoComplete="(current|new)-password"|type="password"', one[2])]


def test_passwords_are_hidden_while_they_are_typed() -> None:
    named = [name for name, text in SOURCES.items() for _ in re.findall(r'name="(?:current|password)"', text)]

    assert len(secrets()) >= len(named) > 1
    assert {component for _, component, _ in secrets()} == {"Input.Password"}


def test_passwords_and_codes_can_be_pasted_and_filled_in_by_managers() -> None:
    kinds = {kind for _, _, given in fields() for kind in re.findall(r'autoComplete="([^"]+)"', given)}

    assert {"current-password", "new-password", "one-time-code"} <= kinds
    assert not [name for name, text in SOURCES.items() if re.search(r"\bon(?:BeforeInput|Paste|Copy)\b", text)]
    assert all("autoComplete" in given and '"off"' not in given for _, _, given in secrets())


def test_a_browser_keeps_nothing_but_what_is_listed() -> None:
    keeping = re.compile(r"\b(?:localStorage|sessionStorage|indexedDB|document\.cookie|caches)\b(?!\.clear)")

    assert {name for name, text in SOURCES.items() if keeping.search(text)} <= set(KEEPS)
