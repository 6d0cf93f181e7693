"""Cases whose answer was taken back with its batch: those that nobody has begun are closed."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from feedback.models import Case, CaseState, FeedbackItem
from feedback.services.cases.states import UNBEGUN
from feedback.services.cases.steps import step
from tenants.access import Actor

MOST = 1_000


def close_unfounded(*, actor: Actor, now: datetime) -> int:
    """Close the cases that nobody has begun and whose answer is there no more; return how many.

    What somebody works on stays: only its answer is missing.
    """
    there = FeedbackItem.objects.filter(pk=OuterRef("item_id"))
    rows = Case.objects.select_for_update(of=("self",)).filter(state__in=UNBEGUN, item__isnull=False)
    cases = list(rows.filter(~Exists(there), first_response_at=None).order_by("pk")[:MOST])
    for case in cases:
        step(case, CaseState.CLOSED, actor=actor, now=now, more={"why": "answer_taken_back"})
    return len(cases)
