"""Files of people and places, and what taking them comes to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from feedback.services.directory.importing import DirectoryOrder, import_directory
from feedback.services.directory.report import Report
from tenants.access import ALL_CAPABILITIES, Actor

NOW = datetime(2026, 5, 1, tzinfo=UTC)
OWNER = Actor(kind="user", name="boss@acme.example", capabilities=frozenset(ALL_CAPABILITIES), role="owner")
ORIGIN = "https://acme.example"


def take(kind: str, text: str | bytes, *, actor: Actor = OWNER, name: str = "", **more: Any) -> Report:
    """Take a file that an owner brings."""
    content = text.encode() if isinstance(text, str) else text
    asked: dict[str, Any] = {"as_of": NOW, "origin": ORIGIN} | more
    return import_directory(
        order=DirectoryOrder(kind=kind, name=name or f"{kind}.csv", content=content, **asked), actor=actor
    )


def told(report: Report) -> list[tuple[int, str, str]]:
    """Return row, column and code of each refusal."""
    return sorted((line.row, line.column, line.code) for line in report.refusals)
