"""Remove the data, sockets and keys of a run directory: python -m config.embedded.wipe."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from config.embedded.locks import Locks
from config.embedded.places import EmbeddedError, places_for, run_directory
from config.embedded.uplock import running_supervisor
from config.env import Environment


def wipe(run_dir: Path) -> None:
    """Delete everything that the embedded servers of this run directory keep, unless they are in use."""
    for name in ("postgres", "valkey"):
        if run_dir.exists() and Locks(run_dir, name).keeper_alive():
            raise EmbeddedError(f"{name} is in use; stop what uses it first")
    places = places_for(run_dir)
    for directory in (places.sockets, places.home, run_dir):
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    chosen = run_directory(Environment().optional("RUN_DIR"))
    try:
        if running_supervisor(chosen) is not None:
            raise EmbeddedError("`make up` is running; `make down` stops it")
        for below in (chosen / "test", chosen):
            wipe(below)
    except EmbeddedError as error:
        sys.exit(f"huibao: {error}")
