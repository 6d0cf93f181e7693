"""Which version of its data a company is at."""

from collections.abc import Iterable

from django.db import connection

# In a transaction that has written and goes on after it was read, the next write must move the version again.
_NUMBERS = (
    "SELECT part, sum(number)::text, set_config('huibao.moved', '', true)"
    " FROM versions_dataversion WHERE part = ANY(%s) GROUP BY part ORDER BY part"
)


def data_version(parts: Iterable[str]) -> str:
    """Return the version of some parts of the current company's data, as text: another one after each commit.

    Two readings that are equal mean that nothing was committed to those parts in between.
    """
    wanted = list(parts)
    if not wanted:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [wanted])
        return " ".join(f"{part}:{number}" for part, number, _ in cursor.fetchall())
