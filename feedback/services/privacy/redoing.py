"""Texts that named somebody, in a copy of before the erasure: emptied by the ids of their rows."""

from uuid import UUID

from django.db import connection

_ANSWERS = "UPDATE feedback_feedbackitem SET text = '' WHERE id = ANY(%s) AND text <> ''"
_IMAGES = (
    'UPDATE feedback_superseded SET row = row || \'{"text": ""}\' '
    "WHERE kind = 'feedback' AND (id = ANY(%s) OR fact_id = ANY(%s)) AND row ->> 'text' <> ''"
)


def blank_rows(rows: dict[str, list[str]]) -> int:
    """Empty the texts of the answers and images with these ids, given by table; return how many."""
    answers = [UUID(key) for key in rows.get("feedback_feedbackitem", ())]
    images = [UUID(key) for key in rows.get("feedback_superseded", ())]
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [answers])
        done = cursor.rowcount
        cursor.execute(_IMAGES, [images, answers])
        return int(done + cursor.rowcount)
