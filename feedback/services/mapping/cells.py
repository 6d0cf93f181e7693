"""Rewrites single columns of a file: missing-value codes, value maps, dates, products and templates."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation

Column = list[object]
_FIELD = re.compile(r"\{([^{}]+)\}")


def without_codes(column: Column, codes: frozenset[str]) -> Column:
    """Return the column with missing-value codes made empty; blanks around a code do not matter."""
    return [None if value is None or (isinstance(value, str) and value.strip() in codes) else value for value in column]


def replaced(column: Column, values: Mapping[str, str]) -> Column:
    """Return the column with the values of a map replaced; others stay as they are."""
    return [values.get(value.strip(), value) if isinstance(value, str) else value for value in column]


def integers(column: Column) -> Column:
    """Return the column with `12583.0` read as `12583`: ids that passed through a spreadsheet."""
    return [value.removesuffix(".0") if isinstance(value, str) else value for value in column]


class Dates(dict[object, object]):
    """Dates by pattern, each distinct one parsed once; what does not fit stays as it is and is refused later."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = pattern

    def __missing__(self, value: object) -> object:
        result: object = value
        if isinstance(value, str) and value.strip():
            try:
                result = datetime.strptime(value.strip(), self._pattern)  # noqa: DTZ007  the company's zone is added later
            except ValueError:
                result = f"{value} (expected {self._pattern})"
        self[value] = result
        return result


class Products(dict[tuple[object, object], object]):
    """Exact products of two columns; what is no number stays visible as text and is refused later."""

    def __missing__(self, pair: tuple[object, object]) -> object:
        left, right = pair
        result: object = None
        if left not in (None, "") and right not in (None, ""):
            try:
                result = format(Decimal(str(left)) * Decimal(str(right)), "f")
            except InvalidOperation:
                result = f"{left} x {right}"
        self[pair] = result
        return result


def template(text: str) -> tuple[list[str], Callable[[Sequence[Column], Sequence[int]], Column]]:
    """Return the columns that a template such as `{InvoiceNo}-{row}` names, and a function that fills it in.

    A row in which a named column is empty gives an empty value.
    """
    parts = _FIELD.split(text)
    names = [name for name in parts[1::2] if name != "row"]
    literals, fields = parts[0::2], parts[1::2]

    def fill(columns: Sequence[Column], numbers: Sequence[int]) -> Column:
        given = dict(zip(names, columns, strict=True)) | {"row": list(numbers)}
        if not fields:
            return [text] * len(numbers)
        if len(fields) == 1:
            before, after = literals
            return [None if one in (None, "") else f"{before}{one}{after}" for one in given[fields[0]]]
        rows = zip(*[given[field] for field in fields], strict=True)
        return [_joined(literals, row) for row in rows]

    return names, fill


def _joined(literals: Sequence[str], values: Sequence[object]) -> str | None:
    if any(value in (None, "") for value in values):
        return None
    pairs = zip(literals[1:], values, strict=True)
    return literals[0] + "".join(f"{value}{after}" for after, value in pairs)
