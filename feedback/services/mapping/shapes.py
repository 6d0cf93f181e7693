"""Changes the shape of a table: columns become rows, lines become one order, repeated keys are kept once."""

from collections.abc import Generator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import compress

from feedback.channels.columns import Columns
from feedback.services.mapping.cells import Column
from feedback.services.mapping.document import Group
from feedback.services.mapping.document import Mapping as Document

_NOTHING = (None, "")


def select(columns: Columns, numbers: Sequence[int], keep: Sequence[bool]) -> tuple[Columns, list[int]]:
    """Return the rows to keep."""
    return {name: list(compress(column, keep)) for name, column in columns.items()}, list(compress(numbers, keep))


class Melter:
    """Turns one wide row into a row for the company as a whole and one for each touchpoint that was answered."""

    def __init__(self, mapping: Document, melt: Mapping[str, str], company: Mapping[str, str]) -> None:
        self._value, self._not_met = mapping.value, frozenset(mapping.not_met)
        self._melt, self._company, self._company_set = melt, company, mapping.company_set

    def pieces(
        self, base: Columns, source: Mapping[str, Column], numbers: Sequence[int]
    ) -> Generator[tuple[Columns, Sequence[int]], None, list[int]]:
        """Yield the rows, one touchpoint at a time; return the numbers of the wide rows that gave none.

        The rows of one wide row share `response`; a touchpoint's row is called after the wide row and the touchpoint.
        """
        sheet = base.get("response", base["external_id"])
        base = base | {"response": sheet}
        answered = [False] * len(numbers)
        if self._company:
            fields = {field: source[name] for name, field in self._company.items()}
            keep = [any(value not in _NOTHING for value in row) for row in zip(*fields.values(), strict=True)]
            answered = keep
            constants: Columns = {field: [value] * len(numbers) for field, value in self._company_set.items()}
            yield select(base | fields | constants, numbers, keep)
        for name, code in self._melt.items():
            keep = [not (value in _NOTHING or self._is_not_met(value)) for value in source[name]]
            answered = [before or now for before, now in zip(answered, keep, strict=True)]
            piece, rows = select(base | {self._value: source[name]}, numbers, keep)
            piece["external_id"] = [None if one in _NOTHING else f"{one}/{code}" for one in piece["external_id"]]
            piece["touchpoint"] = [code] * len(rows)
            yield piece, rows
        return [number for number, given in zip(numbers, answered, strict=True) if not given]

    def _is_not_met(self, value: object) -> bool:
        return isinstance(value, str) and value.strip() in self._not_met


class Grouper:
    """Makes one record of the rows that follow each other and share a key, across chunks too."""

    def __init__(self, group: Group) -> None:
        self._by, self._sums = group.by, list(group.sum)
        self._names: list[str] = []
        self._open: tuple[int, list[object]] | None = None

    def add(self, columns: Columns, numbers: Sequence[int]) -> tuple[Columns, list[int]]:
        """Return the groups that ended; the last one stays open."""
        self._names = list(columns)
        key = self._names.index(self._by)
        sums = [self._names.index(name) for name in self._sums]
        ended: list[tuple[int, list[object]]] = []
        for number, *row in zip(numbers, *columns.values(), strict=True):
            if self._open is not None and row[key] == self._open[1][key] and row[key] not in _NOTHING:
                held = self._open[1]
                for at in sums:
                    held[at] = _sum(held[at], row[at])
                continue
            if self._open is not None:
                ended.append(self._open)
            self._open = (number, row)
        return self._columns(ended)

    def rest(self) -> tuple[Columns, list[int]]:
        """Return the group that was still open."""
        ended, self._open = [self._open] if self._open is not None else [], None
        return self._columns(ended)

    def _columns(self, ended: list[tuple[int, list[object]]]) -> tuple[Columns, list[int]]:
        rows = [row for _, row in ended]
        columns: Columns = {name: [row[at] for row in rows] for at, name in enumerate(self._names)}
        return columns, [number for number, _ in ended]


class OnlyFirst:
    """Keeps the first row of each key and drops the later ones; holds the keys it saw in memory."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._seen: set[object] = set()

    def keep(self, columns: Columns, numbers: Sequence[int]) -> tuple[Columns, list[int]]:
        """Return the rows whose key was not seen before."""
        keep: list[bool] = []
        for value in columns[self._key]:
            keep.append(value not in self._seen)
            self._seen.add(value)
        return select(columns, numbers, keep)


def _sum(left: object, right: object) -> object:
    """Add two numbers exactly; what is no number stays visible as text and is refused later."""
    if left in _NOTHING or right in _NOTHING:
        return left if right in _NOTHING else right
    try:
        return format(Decimal(str(left)) + Decimal(str(right)), "f")
    except InvalidOperation:
        return f"{left} + {right}"
