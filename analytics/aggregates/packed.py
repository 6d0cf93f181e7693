"""Reading many rows of numbers in one go.

Rows are packed into one byte string by the database and unpacked by numpy: a million rows of ten columns cost a second
instead of four by COPY, and hardly any of it in Python.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray

_SENDERS = {
    "key": ("uuid_send", "S16"),
    "small": ("int2send", ">i2"),
    "int": ("int4send", ">i4"),
    "big": ("int8send", ">i8"),
}
_CASTS = {"small": "::smallint", "int": "::integer", "big": "::bigint", "key": "::uuid"}


class Column(NamedTuple):
    """A column to read: its name in the result, its SQL expression, and `key` (uuid), `small`, `int` or `big`."""

    name: str
    expression: str
    kind: str


def fetch(*, columns: Sequence[Column], source: str, order: str, parameters: Mapping[str, object]) -> NDArray[np.void]:
    """Return the rows of `source` (what follows FROM) as a structured array, in the given order.

    Expressions must not be null. A uuid becomes 16 bytes, whose order is the database's; numbers are int64.
    """
    record = " || ".join(
        f"{_SENDERS[column.kind][0]}(({column.expression}){_CASTS[column.kind]})" for column in columns
    )
    statement = f"SELECT string_agg({record}, ''::bytea ORDER BY {order}) FROM {source}"
    with connection.cursor() as cursor:
        raw: psycopg.Connection[tuple[bytes | None]] = cursor.connection
        row = psycopg.Cursor(raw).execute(statement, parameters, binary=True).fetchone()
    wire = np.dtype([(column.name, _SENDERS[column.kind][1]) for column in columns])
    native = np.dtype([(column.name, "S16" if column.kind == "key" else "<i8") for column in columns])
    return np.frombuffer(row[0] if row and row[0] else b"", dtype=wire).astype(native)
