"""Where the built console lies, and whether somebody is building it. Knows no Django."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from config.console.manifest import Entry, read_entry


class State(StrEnum):
    """What somebody who opens the console is told as long as there is none."""

    BUILDING = "building"
    FAILED = "failed"
    MISSING = "missing"


@dataclass(frozen=True)
class Bundle:
    """A folder with the bundle in `bundle/`, its lock, and why the last build failed in `failure`."""

    folder: Path

    @property
    def built(self) -> Path:
        """Return the folder of the finished bundle, which is moved here when it is complete."""
        return self.folder / "bundle"

    @property
    def documents(self) -> Path:
        """Return the file of the documents that the console names by their hashes."""
        return self.built / "documents.json"

    def entry(self) -> Entry | None:
        """Return what the page names; None when there is no bundle."""
        manifest = self.built / "manifest.json"
        try:
            return read_entry(manifest, manifest.stat().st_mtime_ns)
        except FileNotFoundError:
            return None

    def state(self) -> State:
        """Return why there is no bundle."""
        if self.is_being_built():
            return State.BUILDING
        return State.FAILED if (self.folder / "failure").exists() else State.MISSING

    def is_being_built(self) -> bool:
        """Return whether a process holds the lock; the kernel drops it however that process ends."""
        try:
            with (self.folder / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until nobody else builds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def is_current(self, sources: str) -> bool:
        """Return whether the bundle was made of these sources."""
        try:
            return (self.built / "sources").read_text() == sources
        except FileNotFoundError:
            return False
