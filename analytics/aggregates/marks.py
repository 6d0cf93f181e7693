"""Which cells a month or a day holds, told without reading them."""

from collections.abc import Mapping

from django.db import connection

from analytics.models.cell import Cell

MONTHLY = (Cell.Kind.SEGMENT, Cell.Kind.UNIT, Cell.Kind.CHANNEL)
HISTORIES = (Cell.Kind.HISTORY, Cell.Kind.SPEND, Cell.Kind.COHORT)
ANSWERED = (Cell.Kind.DAY,)
CONTACTS = (Cell.Kind.CONTACT,)
DAILY = (Cell.Kind.DAY, Cell.Kind.UNIT_DAY, Cell.Kind.CHANNEL_DAY)


def cell_marks(kinds: tuple[Cell.Kind, ...] = MONTHLY) -> Mapping[int, tuple[int, int]]:
    """Return the newest cell's id and the number of cells of each month that has any, in the order of the months.

    With kinds that are counted by day, of each day, by its number. Cells are only appended, or all written anew: a
    month whose mark has not changed holds the same counters.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT period, max(id), count(*) FROM analytics_cell WHERE kind = ANY(%s) GROUP BY period ORDER BY period",
            [[kind.value for kind in kinds]],
        )
        return {period: (newest, number) for period, newest, number in cursor.fetchall()}
