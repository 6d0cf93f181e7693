"""Working on cases: giving them to somebody, writing, resolving, opening again."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Case, CaseEvent, CaseSeverity, CaseState, RootCause
from feedback.services.cases.history import held, stored, tell, usable_text, write
from feedback.services.cases.opening import given_to
from feedback.services.cases.owners import department_of, person_of
from feedback.services.cases.states import OVER, UNBEGUN
from feedback.services.cases.steps import BadStep, step
from journeys.models import ActionPlan
from journeys.selectors import plans_of_units
from tenants.access import Actor, Refusal, current_units

MOST_AT_ONCE = 100


class UnknownPlan(Refusal):
    """There is no such action plan."""


class TooMany(Refusal):
    """More cases than are changed at once."""


@transaction.atomic
def assign_case(
    *, actor: Actor, id: UUID, owner: str | None, team: str | None, revision: int | None = None, note: str = ""
) -> Case:
    """Give a case to a person, by e-mail address, to a department, by code, to both, or with neither back to all.

    Raises UnknownCase, Conflict, UnknownOwner, UnknownTeam, BadText, and BadStep for a case that is over.
    """
    now, case = timezone.now(), held(id, revision=revision)
    if case.state in OVER:
        raise BadStep(_("The case is over; reopen it first."), field="id")
    before = given_to(case.owner, case.team) | {"state": str(case.state)}
    case.owner, case.team = person_of(owner, field="owner"), department_of(team, field="team")
    if case.state in UNBEGUN:
        case.state = CaseState.ASSIGNED if case.owner or case.team else CaseState.NEW
    after = given_to(case.owner, case.team) | {"state": str(case.state)}
    text = usable_text(note, field="note")
    if after == before and not text:
        return case
    stored(case, now=now)
    write(case, CaseEvent.Kind.ASSIGNED, actor=actor, now=now, text=text, data=after)
    tell(case, "assigned", actor=actor, before=before, after=after)
    return case


@transaction.atomic
def assign_cases(*, actor: Actor, ids: Sequence[UUID], owner: str | None, team: str | None) -> list[Case]:
    """Give several cases to the same; all or none. Raises what `assign_case` does, and TooMany."""
    if len(ids) > MOST_AT_ONCE:
        raise TooMany(_("At most %(most)s cases are changed at once.") % {"most": MOST_AT_ONCE}, field="ids")
    ordered = sorted(set(ids))  # so that two who assign the same cases cannot wait for each other
    return [assign_case(actor=actor, id=one, owner=owner, team=team) for one in ordered]


@transaction.atomic
def change_state(*, actor: Actor, id: UUID, state: CaseState, revision: int | None = None, note: str = "") -> Case:
    """Bring a case into another state. Raises UnknownCase, Conflict, BadText and BadStep."""
    case = held(id, revision=revision)
    step(case, state, actor=actor, now=timezone.now(), note=usable_text(note, field="note"))
    return case


@transaction.atomic
def resolve_case(
    *, actor: Actor, id: UUID, note: str, root_cause: RootCause | None = None, revision: int | None = None
) -> Case:
    """Say how the customer was answered, and perhaps why it came to it.

    Raises UnknownCase, Conflict, BadText and BadStep.
    """
    case = held(id, revision=revision)
    case.resolution_note = usable_text(note, field="note", is_needed=True)
    if root_cause is not None:
        case.root_cause = root_cause
    more = {"rootCause": str(case.root_cause)}
    step(case, CaseState.RESOLVED, actor=actor, now=timezone.now(), note=case.resolution_note, more=more)
    return case


@transaction.atomic
def reopen_case(*, actor: Actor, id: UUID, reason: str, revision: int | None = None) -> Case:
    """Open a case again that is over; its time begins anew. Raises UnknownCase, Conflict, BadText and BadStep."""
    case = held(id, revision=revision)
    text = usable_text(reason, field="reason", is_needed=True)
    step(case, CaseState.REOPENED, actor=actor, now=timezone.now(), note=text)
    return case


@transaction.atomic
def comment_on_case(*, actor: Actor, id: UUID, text: str) -> Case:
    """Write into a case's history; the first who does so has answered. Raises UnknownCase and BadText."""
    now, case = timezone.now(), held(id)
    words = usable_text(text, field="text", is_needed=True)
    if case.first_response_at is None:
        case.first_response_at = now
    stored(case, now=now)
    write(case, CaseEvent.Kind.COMMENT, actor=actor, now=now, text=words)
    tell(case, "commented", actor=actor, after={"number": case.number})
    return case


@transaction.atomic
def set_root_cause(
    *, actor: Actor, id: UUID, root_cause: RootCause, note: str = "", revision: int | None = None
) -> Case:
    """Say why it came to a case, whatever its state. Raises UnknownCase, Conflict and BadText."""
    case = held(id, revision=revision)
    case.cause_note = usable_text(note, field="note")
    return _changed(case, {"root_cause": root_cause}, actor=actor, always=True)


@transaction.atomic
def update_case(
    *,
    actor: Actor,
    id: UUID,
    revision: int | None = None,
    severity: CaseSeverity | None = None,
    action_plan_id: UUID | None = None,
    unlinks_plan: bool = False,
) -> Case:
    """Say how much a case matters, and which plan is to keep it from happening again.

    Raises UnknownCase, Conflict and UnknownPlan.
    """
    case, changes = held(id, revision=revision), dict[str, object]()
    if severity is not None:
        changes["severity"] = severity
    if action_plan_id is not None:
        plans, units = ActionPlan.objects.filter(pk=action_plan_id), current_units()
        if not (plans if units is None else plans_of_units(plans, units=units)).exists():
            raise UnknownPlan(_("There is nothing with that id."), field="actionPlanId")
        changes["action_plan_id"] = action_plan_id
    elif unlinks_plan:
        changes["action_plan_id"] = None
    return _changed(case, changes, actor=actor)


def _changed(case: Case, changes: dict[str, object], *, actor: Actor, always: bool = False) -> Case:
    before = {name: _plain(getattr(case, name)) for name in changes}
    after = {name: _plain(value) for name, value in changes.items()}
    if before == after and not always:
        return case
    for name, value in changes.items():
        setattr(case, name, value)
    now = timezone.now()
    stored(case, now=now)
    write(case, CaseEvent.Kind.CHANGED, actor=actor, now=now, data={"before": before, "after": after})
    tell(case, "changed", actor=actor, before=before, after=after, more={"fields": sorted(changes)})
    return case


def _plain(value: object) -> str | None:
    return None if value is None else str(value)
