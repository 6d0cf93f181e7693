"""Which cells a month holds, told without reading them."""

from collections.abc import Mapping

from django.db import connection

from analytics.models.cell import Cell

_MONTHLY = [Cell.Kind.SEGMENT.value, Cell.Kind.UNIT.value, Cell.Kind.CHANNEL.value]


def cell_marks() -> Mapping[int, tuple[int, int]]:
    """Return the newest cell's id and the number of cells of each month that has any, in the order of the months.

    Cells are only appended, or all written anew: a month whose mark has not changed holds the same counters.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period, max(id), count(*) FROM analytics_cell WHERE kind = ANY(%s) GROUP BY period ORDER BY period",
            [_MONTHLY],
        )
        return {period: (newest, number) for period, newest, number in cursor.fetchall()}
