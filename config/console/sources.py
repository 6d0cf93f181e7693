"""What the console is made of: when it changes, the console is built anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

# What is in web/ but is made there, not written.
MADE = frozenset({"node_modules", "dist", "schema.d.ts"})


def digest_of(web: Path, schema: Path) -> str:
    """Return the hash of everything that the bundle is made of."""
    total = hashlib.sha256()
    for path in [*sorted(_written(web)), schema]:
        total.update(f"{path.relative_to(web.parent)}\0{path.stat().st_size}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _written(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in MADE:
            continue
        if path.is_dir():
            yield from _written(path)
        else:
            yield path
