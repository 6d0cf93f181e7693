"""What the page of the console has to name, as the build wrote it down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

ENTRY = "src/main.tsx"


@dataclass(frozen=True)
class Entry:
    """Files that the page names: paths below the bundle."""

    script: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


@lru_cache(maxsize=4)
def read_entry(manifest: Path, _written: int) -> Entry:
    """Return what the page names, read anew when the manifest was written anew."""
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
