"""What is said about a plan: added, never changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.models import ActionPlan, PlanComment
from journeys.services.changing import BadValue, locked, require_values, subject_of
from journeys.services.plan_life import UnknownActionPlan
from journeys.services.plan_tasks import UnknownUser
from tenants.access import Actor
from tenants.audit.services import record
from tenants.hooks.services import emit
from tenants.members.models import User

MOST_MENTIONS = 20


@transaction.atomic
def comment_on_plan(
    *, actor: Actor, plan_id: UUID, text: str, mentions: Sequence[str] = (), at: datetime
) -> PlanComment:
    """Say something about a plan, in whatever state it is. `mentions` are e-mail addresses of people who should look.

    Whoever listens to events is told whom it mentions. Raises UnknownActionPlan, UnknownUser and BadValue.
    """
    plan = locked(ActionPlan, plan_id, unknown=UnknownActionPlan, field="plan_id")
    people = _people(mentions)
    author = User.objects.filter(pk=actor.id).first() if actor.kind == "user" else None
    comment = PlanComment(
        plan=plan,
        author=author,
        author_name=(_called(author) if author else actor.name)[:200],
        text=text.strip(),
        mentions=[_called(person) for person in people],
        written_at=at,
    )
    require_values(comment)
    comment.save(force_insert=True)
    called = [person.email for person in people]
    record(actor=actor, action="plan.commented", subject=subject_of(plan, "plan"), after={"mentions": called})
    emit(event="plan.commented", subject=subject_of(plan, "plan"), data={"code": plan.code, "mentions": called})
    return comment


def _people(addresses: Sequence[str]) -> list[User]:
    """Return the people of some addresses, each once, in their order."""
    wanted = list(dict.fromkeys(address.strip().lower() for address in addresses))
    if len(wanted) > MOST_MENTIONS:
        raise BadValue(_("There is room for %(most)s.") % {"most": MOST_MENTIONS}, field="mentions")
    found = {person.email: person for person in User.objects.filter(email__in=wanted, is_active=True)}
    for place, address in enumerate(wanted):
        if address not in found:
            raise UnknownUser(_("Nobody here has that address."), field=f"mentions.{place}")
    return [found[address] for address in wanted]


def _called(person: User) -> str:
    return str(person.name or person.email)
