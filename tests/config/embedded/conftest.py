"""A run directory of the test's own, and processes that tell when they have gone."""

import os
import secrets
import time
from pathlib import Path

import pytest

from config.embedded.places import places_for
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from config.embedded.wipe import wipe

PATIENCE_SECONDS = 90.0


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory):
    """A folder below pytest's, which no other user can enter: as root, data goes to the fallback."""
    directory = tmp_path_factory.mktemp("run") / secrets.token_hex(4)
    yield directory
    eventually(lambda: not processes_of(directory), "its processes end")
    wipe(directory)


@pytest.fixture
def postgres(run_dir):
    return Postgres(places_for(run_dir), durable=True)


@pytest.fixture
def valkey(run_dir):
    return Valkey(places_for(run_dir), durable=True)


def eventually(condition, what):
    """Return the condition's first true answer, or fail when it stays false."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"waited {PATIENCE_SECONDS:.0f} s in vain until {what}"
        time.sleep(0.02)
    return answer


def processes_of(directory):
    """Return the live processes, zombies aside, that have this run directory or its home in their command."""
    places = places_for(directory)
    words = [os.fsencode(path) for path in (directory, places.home)]
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(process.name) != os.getpid() and any(word in command for word in words):
            found[int(process.name)] = command.replace(b"\0", b" ").decode()
    return found
