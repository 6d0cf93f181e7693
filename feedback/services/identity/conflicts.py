"""What people decide about customers who share an identifier and were not merged."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import MergeConflict
from feedback.services.identity.groups import persons_of
from feedback.services.identity.history import name_of
from feedback.services.identity.linking import Link
from feedback.services.identity.merging import hold_facts, join
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit

State = MergeConflict.State


class CannotDecide(Refusal):
    """There is no such question, or it needs no answer any more."""


@transaction.atomic
def decide_conflict(*, actor: Actor, id: UUID, is_one_person: bool, reason: str = "") -> MergeConflict:
    """Say whether two customers are one person: they are merged now, or no rule ever merges them. Return the question.

    Raises CannotDecide.
    """
    cursor = hold_facts()
    conflict = MergeConflict.objects.select_for_update().filter(pk=id).first()
    if conflict is None:
        raise CannotDecide(_("There is no such question."), field="id")
    if conflict.state != State.OPEN:
        raise CannotDecide(_("It was decided already."), field="id")
    conflict.state = State.MERGED if is_one_person else State.KEPT_APART
    conflict.decided_at, conflict.decided_by, conflict.decided_reason = timezone.now(), name_of(actor), reason[:500]
    conflict.save(update_fields=["state", "decided_at", "decided_by", "decided_reason"])
    if is_one_person and len(persons_of([conflict.one_id, conflict.other_id])) > 1:
        link = Link(conflict.other_id, conflict.one_id, conflict.rule, conflict.value_hash)
        join(cursor, link, actor=actor, reason=reason)
    about, told = Subject("merge_conflict", id=str(conflict.pk)), {"state": str(conflict.state)}
    record(actor=actor, action="merge_conflict.decided", subject=about, after={**told, "reason": reason[:500]})
    emit(event="merge_conflict.decided", subject=about, data=told)
    return cast("MergeConflict", conflict)
