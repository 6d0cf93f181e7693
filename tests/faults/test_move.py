"""A company goes to another PostgreSQL and back while it is written to; whoever moves it is killed at every step."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.lease import leased
from config.embedded.places import places_for
from config.embedded.postgres import Postgres
from tests.faults.sender import Sender
from tests.faults.stack import Stack

PLACES = """
from tenants.backend.routing import databases, outside_in
from tenants.selectors.schemas import tables_by_schema
for database in databases():
    with outside_in(database):
        print(database, [one for one in tables_by_schema() if one == "east"], end=" " if database == "default" else "")
"""
pytestmark = [pytest.mark.slow, pytest.mark.soak]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A stack with two PostgreSQL servers."""
    place = Path(tempfile.mkdtemp(prefix="hb-move-", dir="/tmp"))
    place.chmod(0o755)
    second = Postgres(places_for(place / "second"))
    try:
        with leased(second):
            running = Stack(place / "run", DATABASE_URL_SECOND=second.url)
            try:
                running.wait_ready()
                yield running
            finally:
                running.stop()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def test_a_company_is_made_in_the_second_database_and_works_there(stack: Stack) -> None:
    words = (
        "--slug",
        "east",
        "--name",
        "East",
        "--industry",
        "dining",
        "--currency",
        "CNY",
        "--admin-email",
        "a@b.example",
    )

    made = stack.manage("tenant", "create", *words, "--database", "second", "--api-key")
    again = stack.manage("tenant", "create", *words)

    fact: dict[str, object] = {"external_id": "e", "customer": "c", "occurred_at": "2026-03-02T08:00:00Z", "nps": 9}
    stored = stack.post("/collect/v1/feedback", slug="east", token=str(made["api_key"]), key="e", records=[fact])
    assert (made["created"], again["created"], stored["accepted"]) == (True, False, 1)
    assert stack.shell(PLACES) == "default [] second ['east']"
    assert stack.manage("tenant", "doctor", "east")["healthy"] is True
    assert stack.manage("score", "--tenant", "east")["periods"]
    deleted = stack.manage("tenant", "delete", "east", "--yes", "--now", "--confirm", "east")
    assert deleted["certificate"]
    assert stack.shell(PLACES) == "default [] second []"


def test_a_company_is_moved_there_and_back_while_writing_and_nothing_is_lost(stack: Stack) -> None:
    tokens = stack.companies("acme", "globex", "quiet")
    fact: dict[str, object] = {"external_id": "q", "customer": "c", "occurred_at": "2026-03-02T08:00:00Z", "nps": 9}
    stack.post("/collect/v1/feedback", slug="quiet", token=tokens["quiet"], key="q", records=[fact])
    moved, stayed = Sender(stack, tokens["acme"], pause=0.02), Sender(stack, tokens["globex"], "globex", pause=0.1)
    moved.start()
    stayed.start()

    found = stack.run("tests.faults.mover", "acme", "quiet")
    moved.end()
    stayed.end()

    print(f"\nmoved while {len(moved.sent)} facts came: {found}")  # noqa: T201 - the figures
    print(f"longest wait of a batch {moved.longest_silence:.1f} s; {len(moved.refusals)} answers were refusals")  # noqa: T201
    assert found["when_there"] == {"default": ["acme__left"], "second": ["acme"]}
    assert found["when_between"] == {"default": ["acme"], "second": ["acme__left"]}
    assert found["when_back"] == {"default": ["acme"], "second": []}
    assert (found["healthy"], found["differences"], found["whole"]) == ([True, True], [], True)
    assert found["quiet_is_same"] is True
    assert moved.stored_once() > 400
    assert moved.retry_after > 0
    assert stayed.stored_once() > 100
    assert stayed.refusals == []
