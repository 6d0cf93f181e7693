"""What was kept for long enough, emptied where it stands: rows and their images, class by class."""
# ruff: noqa: S608  names are constants

from datetime import datetime
from typing import Any

from django.db import connection

from feedback.services.privacy.anonymous import counted_attributes

_PERSON = "COALESCE(c.merged_into_id, c.id)"
_HEARD = (
    f"EXISTS (SELECT FROM feedback_feedbackitem a WHERE a.respondent = {_PERSON} AND a.occurred_at >= %(before)s) OR "
    f"EXISTS (SELECT FROM feedback_order o WHERE o.customer_id = {_PERSON} AND o.occurred_at >= %(before)s) OR "
    f"EXISTS (SELECT FROM feedback_interaction n WHERE n.customer_id = {_PERSON} AND n.occurred_at >= %(before)s)"
)
_SILENT = f"SELECT c.id FROM feedback_customer c WHERE c.received_at < %(before)s AND NOT ({_HEARD})"
_DETAILS = (
    "COALESCE((SELECT jsonb_object_agg(a.key, a.value) FROM jsonb_each({document}) a WHERE a.key = ANY(%(kept)s)), "
    "'{{}}'::jsonb)"
)


def _run(statement: str, **params: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)


def texts(before: datetime) -> dict[str, int]:
    """Empty what customers wrote; return how many, by place."""
    return {
        "answers": _run(
            "UPDATE feedback_feedbackitem SET text = '' WHERE text <> '' AND occurred_at < %(before)s", before=before
        ),
        "images": _run(
            "UPDATE feedback_superseded SET row = row || '{\"text\": \"\"}' WHERE kind = 'feedback' "
            "AND row ->> 'text' <> '' AND (row ->> 'occurred_at')::timestamptz < %(before)s",
            before=before,
        ),
        "cases": _run(
            "UPDATE feedback_case SET title = '', cause_note = '', resolution_note = '' "
            "WHERE resolved_at < %(before)s AND (title, cause_note, resolution_note) <> ('', '', '')",
            before=before,
        ),
        "case_events": _run(
            "UPDATE feedback_caseevent e SET text = '' FROM feedback_case c "
            "WHERE c.id = e.case_id AND c.resolved_at < %(before)s AND e.text <> ''",
            before=before,
        ),
    }


def contacts(before: datetime) -> dict[str, int]:
    """Remove the identifiers and keys of customers of whom nothing was heard; return how many, by place."""
    silent = f"IN ({_SILENT})"
    return {
        "images": _run(
            "UPDATE feedback_superseded SET row = jsonb_set(row, '{identities}', '{}') WHERE kind = 'customers' "
            f"AND row -> 'identities' <> '{{}}' AND fact_id {silent}",
            before=before,
        ),
        "contacts": _run(f"DELETE FROM feedback_customeridentity WHERE customer_id {silent}", before=before),
        "keys": _run(f"DELETE FROM feedback_personkey WHERE customer_id {silent}", before=before),
    }


def interactions(before: datetime) -> dict[str, int]:
    """Empty the details of contacts that no figure is made of; return how many, by place."""
    kept = counted_attributes().get("interactions", [])
    own, old = _DETAILS.format(document="attributes"), _DETAILS.format(document="row -> 'attributes'")
    return {
        "interactions": _run(
            f"UPDATE feedback_interaction SET attributes = {own} "
            f"WHERE occurred_at < %(before)s AND attributes <> {own}",
            before=before,
            kept=kept,
        ),
        "images": _run(
            f"UPDATE feedback_superseded SET row = jsonb_set(row, '{{attributes}}', {old}) WHERE kind = 'interactions' "
            f"AND (row ->> 'occurred_at')::timestamptz < %(before)s AND row -> 'attributes' <> {old}",
            before=before,
            kept=kept,
        ),
    }


def logs(before: datetime) -> dict[str, int]:
    """Remove jobs that are over and reasons of refusals; return how many, by place."""
    return {
        "jobs": _run(
            "DELETE FROM jobs_job WHERE state IN ('done', 'failed', 'cancelled') AND finished_at < %(before)s",
            before=before,
        ),
        "request_answers": _run(
            "UPDATE feedback_importbatch SET answer = answer - 'rejected' WHERE jsonb_exists(answer, 'rejected') "
            "AND answer -> 'rejected' <> '[]' AND created_at < %(before)s",
            before=before,
        ),
    }
