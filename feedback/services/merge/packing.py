"""Rows in the binary form that COPY reads.

They are made column by column: a loop over one column of one type is several times cheaper than a call for each row,
and what is the same in all rows is written once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from struct import Struct
from typing import Any

Column = list[Any]
Rows = tuple[list[str], bytes]

_SIGNATURE = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END = b"\xff\xff"
_count = Struct(">h").pack
_length = Struct(">i").pack
_NULL = _length(-1)
_UUID = _length(16)


def _numbers(form: str) -> Callable[[Column], list[bytes]]:
    shape = Struct(f">i{form}")
    pack, size = shape.pack, shape.size - 4
    return lambda column: [_NULL if value is None else pack(size, value) for value in column]


class _Small(dict[Any, bytes]):
    """The packed form of each small number: scores and groups are few, and looked up faster than packed."""

    def __missing__(self, value: int) -> bytes:
        packed = self[value] = _SMALL_NUMBER(2, value)
        return packed


_SMALL_NUMBER = Struct(">ih").pack
_SMALL = _Small({None: _NULL})


def _small_numbers(column: Column) -> list[bytes]:
    return list(map(_SMALL.__getitem__, column))


def _uuids(column: Column) -> list[bytes]:
    return [_NULL if value is None else _UUID + value for value in column]


def _documents(column: Column) -> list[bytes]:
    return [_NULL if value is None else _length(len(value)) + value for value in column]


def _texts(column: Column) -> list[bytes]:
    return _documents([None if value is None else value.encode() for value in column])


# A uuid is given as its 16 bytes, a time as microseconds since 2000-01-01 and jsonb as its version and text: that is
# what PostgreSQL reads for them, and cheaper to make in Python than objects.
_PACK: Mapping[str, Callable[[Column], list[bytes]]] = {
    "uuid": _uuids,
    "timestamptz": _numbers("q"),
    "jsonb": _documents,
    "text": _texts,
    "int2": _small_numbers,
    "int4": _numbers("i"),
    "int8": _numbers("q"),
    "bool": _numbers("?"),
}


def packed_rows(
    kinds: Mapping[str, str], columns: Mapping[str, Column], *, same: Mapping[str, object], order: Sequence[str] = ()
) -> Rows:
    """Return the names of the columns as COPY must list them, and the rows as it reads them.

    `kinds` names the type of each column; `columns`, of equal length and not empty, holds one value a row, `same` what
    is the same in all. With `order`, a different key for each row, the rows are sorted by it, character by character.
    """
    count = len(next(iter(columns.values())))
    uniform = dict(same) | {name: one[0] for name, one in columns.items() if one.count(one[0]) == count == len(one)}
    varying = {name: column for name, column in columns.items() if name not in uniform}
    names = [*uniform, *varying]
    head = b"".join([_count(len(names)), *(_PACK[kinds[name]]([value])[0] for name, value in uniform.items())])
    pieces = [_PACK[kinds[name]](column) for name, column in varying.items()]
    rows: Iterable[bytes] = map(b"".join, zip([head] * count, *pieces, strict=True))
    if order:
        rows = [row for _, row in sorted(zip(order, rows, strict=True))]
    return names, b"".join([_SIGNATURE, *rows, _END])
