"""References between facts that the database does not enforce: which of them point nowhere."""

from django.db import connection

_REFERENCES = (
    ("feedback_feedbackitem", "customer_id", "feedback_customer"),
    ("feedback_feedbackitem", "touchpoint_id", "journeys_touchpoint"),
    ("feedback_feedbackitem", "channel_id", "journeys_channel"),
    ("feedback_feedbackitem", "unit_id", "members_unit"),
    ("feedback_order", "customer_id", "feedback_customer"),
    ("feedback_order", "referrer_id", "feedback_customer"),
    ("feedback_order", "unit_id", "members_unit"),
    ("feedback_interaction", "customer_id", "feedback_customer"),
    ("feedback_interaction", "touchpoint_id", "journeys_touchpoint"),
    ("feedback_interaction", "channel_id", "journeys_channel"),
    ("feedback_interaction", "unit_id", "members_unit"),
)


def dangling_references() -> tuple[str, ...]:
    """Return a line for every column whose rows point to something that is not there."""
    lines = []
    with connection.cursor() as cursor:
        for table, column, owner in _REFERENCES:
            cursor.execute(
                f"SELECT count(*) FROM {table} f WHERE f.{column} IS NOT NULL"
                f" AND NOT EXISTS (SELECT FROM {owner} o WHERE o.id = f.{column})"
            )
            (count,) = cursor.fetchone()
            if count:
                lines.append(f"{table}.{column}: {count} rows point to no row of {owner}")
    return tuple(lines)
