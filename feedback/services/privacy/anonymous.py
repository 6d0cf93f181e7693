"""What is left of a customer who is erased: rows that count, and name nobody.

Everything that figures depend on stays as it is, in the facts and in their images: ids, times, scores, amounts, groups,
and the attributes that segments, plans and evidence read. So no aggregate changes, and nothing has to be scored again.
"""
# ruff: noqa: S608  names are constants

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

_OF_CUSTOMER = {
    "feedback": "(f.respondent = ANY(%(people)s) OR f.customer_id = ANY(%(people)s))",
    "interactions": "f.customer_id = ANY(%(people)s)",
}
_KEPT = (
    "COALESCE((SELECT jsonb_object_agg(a.key, a.value) FROM jsonb_each({document}) a WHERE a.key = ANY(%(kept)s)), "
    "'{{}}'::jsonb)"
)
# That customers were one person stays, so that figures stay; by which identifier, and why, does not.
_FORGET_MERGES = (
    (
        "UPDATE feedback_customermerge SET value_hash = '', reason = '', undone_reason = '' "
        "WHERE customer_id = ANY(%(people)s) OR into_id = ANY(%(people)s)"
    ),
    "DELETE FROM feedback_mergeconflict WHERE one_id = ANY(%(people)s) OR other_id = ANY(%(people)s)",
)
# That there was a case stays, and how long it took; what anybody wrote about it does not.
_CASES = "SELECT id FROM feedback_case WHERE customer_id = ANY(%(people)s) OR respondent = ANY(%(people)s)"
_FORGET_CASES = (
    (
        f"UPDATE feedback_case SET title = '', cause_note = '', resolution_note = '' WHERE id IN ({_CASES}) "
        "AND (title, cause_note, resolution_note) <> ('', '', '')"
    ),
    f"UPDATE feedback_caseevent SET text = '' WHERE text <> '' AND case_id IN ({_CASES})",
)
_NAMELESS = "'erased:' || {id}::text"


def counted_attributes() -> dict[str, list[str]]:
    """Return the attributes that figures are made of, by kind of fact: the setting ANONYMOUS_ATTRIBUTES says how."""
    found: Callable[[], dict[str, list[str]]] = import_string(settings.ANONYMOUS_ATTRIBUTES)
    return found()


def make_anonymous(people: set[UUID], *, at: datetime) -> Counter[str]:
    """Take what is personal out of the records of some customers, their answers, contacts and all images of those.

    Return how many rows were changed, by place.
    """
    kept = counted_attributes()
    done: Counter[str] = Counter()
    mine: dict[str, Any] = {"people": list(people), "at": at}
    for_contacts = mine | {"kept": kept.get("interactions", [])}
    for_customers = mine | {"kept": kept.get("customers", [])}
    done["answers"] = _run(
        f"UPDATE feedback_feedbackitem f SET text = '' WHERE {_OF_CUSTOMER['feedback']} AND text <> ''", mine
    )
    details = _KEPT.format(document="f.attributes")
    done["interactions"] = _run(
        f"UPDATE feedback_interaction f SET attributes = {details} WHERE {_OF_CUSTOMER['interactions']} "
        f"AND attributes <> {details}",
        for_contacts,
    )
    done["images"] = _images(mine, for_contacts, for_customers)
    done["keys"] = _run("DELETE FROM feedback_personkey WHERE customer_id = ANY(%(people)s)", mine)
    done["contacts"] = _run("DELETE FROM feedback_customeridentity WHERE customer_id = ANY(%(people)s)", mine)
    done["consents"] = _run("DELETE FROM feedback_consent WHERE customer_id = ANY(%(people)s)", mine)
    done["merges"] = sum(_run(statement, mine) for statement in _FORGET_MERGES)
    done["cases"] = sum(_run(statement, mine) for statement in _FORGET_CASES)
    own = _KEPT.format(document="f.own_attributes")
    done["customers"] = _run(
        f"UPDATE feedback_customer f SET external_id = {_NAMELESS.format(id='f.id')}, created_at = NULL, consent = '', "
        f"attributes = {details}, own_attributes = CASE WHEN f.own_attributes IS NOT NULL THEN {own} END, "
        "erased_at = %(at)s WHERE f.id = ANY(%(people)s)",
        for_customers,
    )
    return +done


def _images(mine: dict[str, Any], for_contacts: dict[str, Any], for_customers: dict[str, Any]) -> int:
    """Change the images of the same rows in the same way, whoever they belonged to before."""
    owned = (f"row ->> '{name}' = ANY(%(people)s::text[])" for name in ("customer_id", "respondent"))
    theirs = f"({' OR '.join(owned)})"
    details = _KEPT.format(document="row -> 'attributes'")
    texts = _run(
        'UPDATE feedback_superseded SET row = row || \'{"text": ""}\' '
        f"WHERE kind = 'feedback' AND row ->> 'text' <> '' AND {theirs}",
        mine,
    )
    contacts = _run(
        f"UPDATE feedback_superseded SET row = jsonb_set(row, '{{attributes}}', {details}) "
        f"WHERE kind = 'interactions' AND row -> 'attributes' <> {details} AND {theirs}",
        for_contacts,
    )
    own = _KEPT.format(document="row -> 'own_attributes'")
    customers = _run(
        "UPDATE feedback_superseded SET row = row || "
        f"jsonb_build_object('external_id', {_NAMELESS.format(id='fact_id')}, "
        f"'created_at', NULL, 'consent', '', 'identities', '{{}}'::jsonb, 'attributes', {details}, "
        f"'own_attributes', CASE WHEN jsonb_typeof(row -> 'own_attributes') = 'object' THEN {own} END) "
        "WHERE kind = 'customers' AND fact_id = ANY(%(people)s)",
        for_customers,
    )
    return texts + contacts + customers


def _run(statement: str, params: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)
