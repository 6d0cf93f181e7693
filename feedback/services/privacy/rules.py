"""For how long each class of data is kept, as the company decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.models import RetentionRule
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.audit.services.retention import KEPT_AT_LEAST
from tenants.hooks.services import emit

SHORTEST, LONGEST = 1, 36_500
Kind = RetentionRule.Kind


class BadRetention(Refusal):
    """A number of days that data cannot be kept for."""


@transaction.atomic
def set_retention(*, actor: Actor, kind: str, days: int | None) -> RetentionRule | None:
    """Say for how many days a class of data is kept; None: for as long as the company exists. Raises BadRetention."""
    least = KEPT_AT_LEAST.days if kind == Kind.AUDIT else SHORTEST
    if days is not None and not least <= days <= LONGEST:
        raise BadRetention(
            _("This is kept for %(least)s to %(most)s days.") % {"least": least, "most": LONGEST}, field="days"
        )
    before = RetentionRule.objects.select_for_update().filter(kind=kind).first()
    was = {"days": before.days if before else None}
    if days is None:
        RetentionRule.objects.filter(kind=kind).delete()
        rule = None
    else:
        rule, _made = RetentionRule.objects.update_or_create(kind=kind, defaults={"days": days})
    about = Subject("retention", id=str(kind), name=str(kind))
    record(actor=actor, action="retention.updated", subject=about, before=was, after={"days": days})
    emit(event="retention.updated", subject=about, data={"kind": str(kind), "days": days})
    return rule
