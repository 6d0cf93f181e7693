"""The file of an export: lines until the span or the file is full."""

import gzip
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from feedback.services.changes.cursors import FIRST, Place, View
from feedback.services.changes.lines import KINDS, next_piece
from feedback.services.changes.spans import Span
from tenants.models.ids import uuid7

AT_ONCE = 5_000
MOST_BYTES = 1024 * 1024 * 1024
_LEVEL = 6


@dataclass
class Written:
    """What a file holds, and where the next one goes on."""

    next: Place
    has_more: bool = False
    upserts: int = 0
    deletes: int = 0
    size: int = 0
    sha256: str = ""

    @property
    def lines(self) -> int:
        """Return how many changes the file tells of."""
        return self.upserts + self.deletes


def write_changes(*, place: Place, view: View, limit: int, path: Path, progress: Callable[[int], None]) -> Written:
    """Write the changes from a place on to a file, packed, readable by its owner only; it is there when it is whole.

    The same place gives the same bytes, as long as nobody was erased and nothing emptied. `progress` is told the number
    of lines now and then, outside of a transaction; whatever it raises ends the work and leaves no file. What a worker
    that was killed has left of the same file goes first.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{path.name}.*.part"):
        left.unlink(missing_ok=True)
    scratch = path.with_name(f".{path.name}.{uuid7()}.part")
    try:
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
            with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=raw, mtime=0) as packed:
                done = _fill(cast("BinaryIO", packed), place, view, limit, progress)
            raw.flush()
            os.fsync(raw.fileno())
        progress(done.lines)  # whose job it is no longer ends here, before it looks for a file that may be gone
        done.size, done.sha256 = scratch.stat().st_size, _digest(scratch)
        scratch.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            scratch.unlink()
        raise
    return done


def _fill(target: BinaryIO, place: Place, view: View, limit: int, progress: Callable[[int], None]) -> Written:
    until = cast("int", place.until)
    span, kind, after = Span(place.since, until), place.kind or KINDS[0], place.after
    done, size = Written(next=place), 0
    while done.lines < limit and size < MOST_BYTES:
        piece = next_piece(kind, span, after=after, most=min(AT_ONCE, limit - done.lines), view=view)
        target.writelines(piece.lines)
        size += sum(map(len, piece.lines))
        done.deletes += piece.deletes
        done.upserts += len(piece.lines) - piece.deletes
        progress(done.lines)
        after = piece.last
        if piece.has_more:
            continue
        if kind == KINDS[-1]:
            done.next = Place(era=place.era, view=place.view, since=until, design=place.design)
            return done
        kind, after = KINDS[KINDS.index(kind) + 1], FIRST
    done.next, done.has_more = msgspec.structs.replace(place, kind=kind, after=after), True
    return done


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
