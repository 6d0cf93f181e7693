"""Which attributes customers have, and which values."""

from django.db import connection

_NUMERIC = r"^\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?\s*$"


def known_attributes() -> dict[str, bool]:
    """Return the attributes that any customer has, by name, and whether all their values are numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.key, bool_and(a.value ~ %(numeric)s) FROM feedback_customer c, jsonb_each_text(c.attributes) a "
            'WHERE a.value <> %(empty)s GROUP BY a.key ORDER BY a.key COLLATE "C"',
            {"numeric": _NUMERIC, "empty": ""},
        )
        return dict(cursor.fetchall())


def values_of(attribute: str, *, most: int) -> list[str]:
    """Return the values that an attribute has, at most so many, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT DISTINCT trim(attributes ->> %(name)s) COLLATE "C" FROM feedback_customer '
            "WHERE trim(attributes ->> %(name)s) <> %(empty)s ORDER BY 1 LIMIT %(most)s",
            {"name": attribute, "most": most, "empty": ""},
        )
        return [value for (value,) in cursor.fetchall()]
