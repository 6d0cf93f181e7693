"""What a reader yields, and how it says that a file cannot be read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from feedback.channels.columns import Columns
from feedback.services.results import Rejection
from tenants.access import Refusal

ROWS = 20_000


class UnreadableFile(Refusal):
    """The file as a whole cannot be read; nothing of it was stored."""


@dataclass(slots=True)
class Chunk:
    """Some rows as columns of raw values, with their numbers, and the rows that could not even be split."""

    columns: Columns
    numbers: list[int]
    broken: list[Rejection] = field(default_factory=list)


class Reader(Protocol):
    """A file that is being read."""

    header: list[str] | None

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows, some thousands at a time."""
        ...


def tidy(name: object) -> str:
    """Return a column's name without the stray blanks that spreadsheets leave in it."""
    return " ".join(str(name if name is not None else "").replace("\ufeff", "").split())


def unique_names(names: Sequence[object]) -> list[str]:
    """Return the names of columns; unnamed ones are called by position and repeated ones are numbered."""
    result: list[str] = []
    for position, raw in enumerate(names, 1):
        name = tidy(raw) or f"column {position}"
        twin, count = name, 1
        while twin in result:
            count += 1
            twin = f"{name} ({count})"
        result.append(twin)
    return result
