"""Batches of answers that rules look at once they are stored: a row each, so that a killed worker loses none.

Nothing of this happens while a batch is stored but one small row, and that only where a rule is active.
"""
# ruff: noqa: S608  the conditions are made of constants and parameters

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from feedback.models import Case, CaseInflow, CaseOrigin, CaseRule, FeedbackItem
from feedback.services.cases.asking import Asked, asked
from feedback.services.cases.conditions import BadCondition, read_conditions
from feedback.services.cases.history import one_at_a_time
from feedback.services.cases.opening import open_for
from tenants.selectors import current_company

log = logging.getLogger("huibao.cases")
AT_ONCE = 50
ONE_DAY = timedelta(days=1)
# Notes a batch and, where rules are to look at it, that too: one statement, one round trip. Parameters: row, id.
NOTE_BATCH = (
    "WITH noted AS (INSERT INTO feedback_importbatch SELECT * FROM "
    "jsonb_populate_record(NULL::feedback_importbatch, %s::jsonb) RETURNING id, kind, accepted) "
    "INSERT INTO feedback_caseinflow (id, batch_id, xid) SELECT %s, noted.id, pg_current_xact_id()::text::bigint "
    "FROM noted WHERE noted.kind = 'feedback' AND noted.accepted > 0 "
    "AND EXISTS (SELECT FROM feedback_caserule WHERE is_active) RETURNING id"
)
# What a batch wrote keeps its name, whatever moved it since; what was written since is found by its transaction.
_CAME = (
    "f.batch_id = %(batch)s AND f.xid >= %(xid)s AND f.id >= %(since)s "
    "AND f.occurred_at >= f.received_at - %(fresh)s * interval '1 day'"
)
NOT_MET_BEFORE = "NOT EXISTS (SELECT FROM feedback_caseevent e WHERE e.item_id = f.id AND e.rule_id = %(rule)s)"


def wake_later() -> None:
    """Have a worker let the rules look at what came, once the present transaction is committed."""
    transaction.on_commit(partial(import_string(settings.CASE_WAKER), company=current_company()), robust=True)


def open_waiting(*, now: datetime) -> int:
    """Let the rules look at all batches that wait; return how many answers met one.

    Done in small transactions: what a killed worker leaves is looked at again, and what is open stays open once.
    """
    met = 0
    while (found := _look_at_some(now)) is not None:
        met += found
    return met


@transaction.atomic
def _look_at_some(now: datetime) -> int | None:
    """Open cases from some answers of the oldest batch; None when no batch waits."""
    one_at_a_time()
    batch: CaseInflow | None = CaseInflow.objects.order_by("id").first()
    if batch is None:
        return None
    rules = list(CaseRule.objects.filter(is_active=True).select_related("owner", "team").order_by("id"))
    for rule in rules:
        items = _met(rule, batch, most=min(AT_ONCE, room(rule, now)))
        if items:
            open_for(rule, items, now=now)
            return len(items)
    for rule in rules:
        _count_held_back(rule, batch)
    batch.delete()
    return 0


def room(rule: CaseRule, now: datetime) -> int:
    """Return how many cases a rule may still open today."""
    today = Case.objects.filter(pk__gte=first_id(now - ONE_DAY), rule=rule, origin=CaseOrigin.RULE)
    return max(rule.most_a_day - int(today.count()), 0)


def first_id(moment: datetime) -> UUID:
    """Return the smallest id of what was made at a moment: ids begin with their milliseconds."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def _met(rule: CaseRule, batch: CaseInflow, *, most: int) -> list[FeedbackItem]:
    found = _question(rule, batch) if most else None
    return [] if found is None else answers(found, most=most)


def answers(found: Asked, *, most: int) -> list[FeedbackItem]:
    """Return the first answers that meet a condition, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT f.id FROM feedback_feedbackitem f WHERE {found.sql} ORDER BY f.id LIMIT {most:d}", found.params
        )
        keys: Sequence[UUID] = [key for (key,) in cursor.fetchall()]
    return list(FeedbackItem.objects.filter(pk__in=keys).order_by("pk")) if keys else []


def _count_held_back(rule: CaseRule, batch: CaseInflow) -> None:
    found = _question(rule, batch)
    if found is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM feedback_feedbackitem f WHERE {found.sql}", found.params)
        left = cursor.fetchone()[0]
    if left:
        CaseRule.objects.filter(pk=rule.pk).update(held_back=F("held_back") + left)


def _question(rule: CaseRule, batch: CaseInflow) -> Asked | None:
    """Return what answers of a batch a rule is still to look at; None where its conditions can be asked no more."""
    found = question(rule)
    if found is not None and rule.active_since is not None:
        found.sql = f"{_CAME} AND {found.sql}"
        found.params |= {"batch": batch.batch_id, "xid": batch.xid, "since": first_id(rule.active_since)}
        found.params["fresh"] = rule.fresh_days
    return found


def question(rule: CaseRule) -> Asked | None:
    """Return a rule's conditions for answers that have not met it before; None where they can be asked no more."""
    try:
        found = asked(read_conditions(rule.conditions))
    except BadCondition as refused:
        log.warning("a rule is passed by", extra={"rule": str(rule.pk), "why": str(refused)})
        return None
    found.sql = f"{NOT_MET_BEFORE} AND {found.sql}"
    found.params["rule"] = rule.pk
    return found
