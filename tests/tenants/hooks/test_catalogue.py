"""The catalogue promises what is told, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from tenants.hooks.catalogue import CATALOGUE, TEST_EVENT, EventType
from tenants.hooks.channels.standard import MOST_BYTES

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for app in ("tenants", "journeys", "feedback", "analytics")
    for path in sorted((Path(settings.BASE_DIR) / app).rglob("services/**/*.py"))
)
EVENTS = sorted(CATALOGUE.values(), key=lambda one: one.name)


def test_there_are_at_least_25() -> None:
    assert len(CATALOGUE) >= 25


@pytest.mark.parametrize("one", EVENTS, ids=lambda one: one.name)
def test_an_event_is_described_and_told_by_some_service(one: EventType) -> None:
    kind, _, happened = one.name.partition(".")

    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", one.name)
    assert re.fullmatch(r"20\d\d-\d\d", one.since)
    assert one.en[0].isupper()
    assert re.search("[一-鿿]", one.zh)
    assert one.entity
    assert all(field.en and field.zh for field in one.fields)
    assert len(str(one.example)) < MOST_BYTES
    if one.name == TEST_EVENT:
        return
    told = f'"{one.name}"' in SOURCES or (f'f"{kind}.{{' in SOURCES or f'kind="{kind}"' in SOURCES)
    assert told
    assert f'"{one.name}"' in SOURCES or re.search(rf'["\'.]{happened}\b', SOURCES, re.IGNORECASE)


def test_no_event_carries_what_people_said_or_who_they_are() -> None:
    names = {field.name for one in EVENTS for field in one.fields}

    assert not names & {"text", "comment", "email", "phone", "name", "token", "secret", "password", "note"}
