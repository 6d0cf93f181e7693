"""Where the built console lies, what is in it, and whether somebody is building it. Knows no Django."""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

ENTRY = "src/main.tsx"
# What is in web/ but is made there, not written.
MADE = frozenset({"node_modules", "dist"})


class State(StrEnum):
    """What somebody who opens the console is told as long as there is none."""

    BUILDING = "building"
    FAILED = "failed"
    MISSING = "missing"


@dataclass(frozen=True)
class Entry:
    """Files that the page names: paths below the bundle."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


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
            return _entry(manifest, manifest.stat().st_mtime_ns)
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


@lru_cache(maxsize=4)
def _entry(manifest: Path, _written: int) -> Entry:
    found: dict[str, Any] = json.loads(manifest.read_bytes())
    chunk = found[ENTRY]
    imported = [found[name] for name in _imported(found, ENTRY)]
    styles = [*chunk.get("css", ()), *(style for one in imported for style in one.get("css", ()))]
    return Entry(chunk["file"], tuple(dict.fromkeys(styles)), tuple(one["file"] for one in imported))


def _imported(manifest: dict[str, Any], name: str) -> list[str]:
    """Return the chunks that one needs before it can run, each once."""
    found: dict[str, None] = {}
    waiting = list(manifest[name].get("imports", ()))
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found[one] = None
            waiting += manifest[one].get("imports", ())
    return list(found)


def digest_of(web: Path, schema: Path) -> str:
    """Return the hash of everything that the bundle is made of."""
    total = hashlib.sha256()
    for path in [*sorted(_written(web)), schema]:
        total.update(f"{path.relative_to(web.parent)}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _written(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in MADE or path.name == "schema.d.ts":
            continue
        if path.is_dir():
            yield from _written(path)
        else:
            yield path
