"""The chain as lines of JSON, to keep and check elsewhere, and such a file read again."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal, cast

from tenants.access import Refusal
from tenants.audit.access import canonical
from tenants.audit.selectors import Entry, Walk, entries, walk


class BadExport(Refusal):
    """A file is not an exported audit."""


def write_export(path: Path) -> Walk:
    """Write the chain of the present company to a file, one event a line, and return what following it found.

    The file takes its name only once it is whole. With the ending .gz it is compressed.
    """
    scratch = path.with_name(f".{path.name}.part")
    try:
        with _opened(scratch, "wt", packed=path.suffix == ".gz") as file:
            seen = walk(_written(file))
        scratch.replace(path)
    except OSError as error:
        raise BadExport(f"{path} cannot be written: {error.strerror}") from error
    finally:
        scratch.unlink(missing_ok=True)
    return seen


def _written(file: IO[str]) -> Iterator[Entry]:
    for entry in entries():
        line = {"place": entry.place, "id": entry.event_id, "digest": entry.digest, "hash": entry.hash}
        file.write(f"{canonical(line | {'event': entry.content}).decode()}\n")
        yield entry


def read_export(path: Path) -> Iterator[Entry]:
    """Read the entries of an exported file. Raises BadExport for what is none."""
    try:
        with _opened(path, "rt", packed=path.suffix == ".gz") as file:
            for number, line in enumerate(file, 1):
                yield _entry(line, number)
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise BadExport(f"{path} cannot be read: {error}") from error


def _entry(line: str, number: int) -> Entry:
    try:
        row = json.loads(line)
        event_id, digest, found = texts = [row[name] for name in ("id", "digest", "hash")]
        content = row["event"]
        sound = isinstance(row["place"], int) and all(isinstance(text, str) and text.isascii() for text in texts)
        if not sound or not (content is None or isinstance(content, dict)):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadExport(f"line {number} is not a line of an exported audit") from None
    return Entry(row["place"], event_id, digest, found, content)


def _opened(path: Path, mode: Literal["rt", "wt"], *, packed: bool) -> IO[str]:
    return cast("IO[str]", gzip.open(path, mode, encoding="utf-8") if packed else path.open(mode, encoding="utf-8"))
