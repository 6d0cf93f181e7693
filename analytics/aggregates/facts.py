"""The facts of a run as arrays, ordered by respondent and time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates import readings
from analytics.aggregates.packed import Reading, fetch, stream
from analytics.aggregates.versions import Span

Rows = NDArray[np.void]
Keys = NDArray[np.bytes_]

_BUCKETS = 64


@dataclass(frozen=True)
class Facts:
    """The facts of one side of a run (before or after), each array ordered by respondent, then time.

    answers: key flag bucket touchpoint channel unit day, the scores (-1 where not given) and weight (nano, -1).
    orders: key flag day role (0 buyer, 1 referrer) known refund foreign bucket amount margin has_margin referred.
    contacts: key flag day touchpoint channel known. customers: key flag bucket segment.
    """

    answers: Rows
    orders: Rows
    contacts: Rows
    customers: Rows
    concerned: Rows
    """The answers whose contribution is wanted; `answers` has all, which tell when somebody was active."""

    def side(self, bit: int, concerned: NDArray[np.bool_] | None = None) -> "Facts":
        """Return the facts of one snapshot: bit 1 before, bit 2 after; `concerned` picks answers."""
        here = (self.answers["flag"] & bit) > 0
        answers = self.answers[here]
        return Facts(
            answers=answers,
            orders=self.orders[(self.orders["flag"] & bit) > 0],
            contacts=self.contacts[(self.contacts["flag"] & bit) > 0],
            customers=self.customers[(self.customers["flag"] & bit) > 0],
            concerned=answers if concerned is None else self.answers[here & concerned],
        )

    @property
    def count(self) -> int:
        """Number of fact rows read."""
        return len(self.answers) + len(self.orders) + len(self.contacts) + len(self.customers)

    @classmethod
    def of(cls, tables: dict[str, Rows]) -> Self:
        """Return facts from their four tables, with the contribution of every answer wanted."""
        return cls(**tables, concerned=tables["answers"])


def read_facts(span: Span) -> Facts:
    """Return the facts of a span, both sides in one pass."""
    return Facts.of(
        {
            name: _merged([fetch(reading, span.parameters) for reading in parts])
            for name, parts in _readings(span).items()
        }
    )


def stream_facts(span: Span) -> Iterator[Facts]:
    """Yield the facts of a span by bucket of customers: every row is read once and few are held at a time."""
    open_streams = {name: [_Buckets(reading, span) for reading in parts] for name, parts in _readings(span).items()}
    for bucket in range(_BUCKETS):
        tables = {name: _merged([part.rows(bucket) for part in parts]) for name, parts in open_streams.items()}
        if any(len(rows) for rows in tables.values()):
            yield Facts.of(tables)


class _Buckets:
    """A stream that is asked for one bucket after the other, and answers with no rows where there are none."""

    def __init__(self, reading: Reading, span: Span) -> None:
        self._empty = reading.unpacked(b"")
        self._rows = stream(reading, span.parameters)
        self._next = next(self._rows, None)

    def rows(self, bucket: int) -> Rows:
        """Return the rows of a bucket; buckets must be asked for in order."""
        if self._next is None or self._next[0] != bucket:
            return self._empty
        found = self._next[1]
        self._next = next(self._rows, None)
        return found


def _readings(span: Span) -> dict[str, list[Reading]]:
    return {
        "answers": readings.answers(span),
        "orders": readings.orders(span),
        "contacts": readings.contacts(span),
        "customers": readings.customers(span),
    }


def _merged(parts: list[Rows]) -> Rows:
    """Return the rows of several reads, ordered by respondent and otherwise as they were."""
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return filled[0] if filled else parts[0]
    rows: Rows = np.concatenate(filled)
    return rows[np.argsort(rows["key"], kind="stable")]
