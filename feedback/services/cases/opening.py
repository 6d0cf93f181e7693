"""Opening cases: from answers that met a rule, and by hand. Whoever has an open case does not get a second one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Case, CaseEvent, CaseOrigin, CaseRule, CaseSeverity, CaseState, Customer, FeedbackItem
from feedback.services.cases.clocks import hours_at, start_clock
from feedback.services.cases.history import one_at_a_time, tell, usable_text, write
from feedback.services.cases.owners import department_of, person_of
from feedback.services.cases.states import OVER
from tenants.access import SYSTEM, Actor, Refusal, current_units
from tenants.members.models import Department, User
from tenants.selectors import current_company
from tenants.services.sweeping import sweep_by

ORDER: Final = [CaseSeverity.LOW, CaseSeverity.MEDIUM, CaseSeverity.HIGH, CaseSeverity.CRITICAL]
# Minutes of working time for a case that nobody's rule gives a time.
MINUTES: Final = {
    CaseSeverity.LOW: 72 * 60,
    CaseSeverity.MEDIUM: 24 * 60,
    CaseSeverity.HIGH: 8 * 60,
    CaseSeverity.CRITICAL: 4 * 60,
}
LONGEST_TITLE = 200


class UnknownAnswer(Refusal):
    """There is no such answer, or not for the caller."""


class BadCase(Refusal):
    """A case needs an answer, or a customer or a title."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A case that somebody opens by hand: from an answer, or about a customer by external id."""

    item: UUID | None = None
    customer: str | None = None
    title: str = ""
    severity: CaseSeverity = CaseSeverity.MEDIUM
    owner: str | None = None
    team: str | None = None
    note: str = ""


def open_for(rule: CaseRule, items: Sequence[FeedbackItem], *, now: datetime) -> list[Case]:
    """Open cases from answers that met a rule; return those that are new. The caller holds `one_at_a_time`.

    The answer of somebody who has an open case at the same unit joins that case, which then matters as much as the
    graver of the two.
    """
    return [case for item in items if (case := _opened_or_joined(rule, item, now)) is not None]


def _opened_or_joined(rule: CaseRule, item: FeedbackItem, now: datetime) -> Case | None:
    there = Case.objects.select_for_update(of=("self",)).exclude(state__in=OVER)
    standing = there.filter(respondent=item.respondent, unit=item.unit_id).order_by("id").first()
    if standing is not None:
        _join(standing, rule, item, now)
        return None
    case = _of(item, origin=CaseOrigin.RULE, severity=CaseSeverity(rule.severity), now=now)
    case.rule, case.owner, case.team = rule, rule.owner, rule.team
    return _begun(case, actor=SYSTEM, minutes=rule.sla_minutes, ladder=rule.ladder, now=now)


def _join(case: Case, rule: CaseRule, item: FeedbackItem, now: datetime) -> None:
    write(case, CaseEvent.Kind.JOINED, actor=SYSTEM, now=now, item=item.pk, rule=rule)
    graver = max(CaseSeverity(case.severity), CaseSeverity(rule.severity), key=ORDER.index)
    before = {"severity": str(case.severity)}
    if graver != case.severity:
        case.severity = graver
        case.revision += 1
    case.changed_at = now
    case.save(update_fields=["severity", "revision", "changed_at"])
    tell(case, "changed", actor=SYSTEM, before=before, after={"severity": str(graver)}, more={"fields": ["answers"]})


@transaction.atomic
def open_case(*, actor: Actor, wish: Wish) -> Case:
    """Open a case by hand; from an answer that has an open case already, that one is returned.

    Raises UnknownAnswer, BadCase, BadText, and the refusals of `owners`.
    """
    one_at_a_time()
    now, note = timezone.now(), usable_text(wish.note, field="note")
    title = usable_text(wish.title, field="title")[:LONGEST_TITLE]
    if wish.item is not None:
        item = _answer(wish.item)
        known: Case | None = Case.objects.filter(item=item.pk).exclude(state__in=OVER).first()
        if known is not None:
            return known
        case = _of(item, origin=CaseOrigin.HAND, severity=wish.severity, now=now)
    else:
        case = _about(wish, title, now)
    case.title = title
    case.owner, case.team = person_of(wish.owner, field="owner"), department_of(wish.team, field="team")
    return _begun(case, actor=actor, minutes=MINUTES[wish.severity], ladder=[], now=now, note=note)


def _answer(key: UUID) -> FeedbackItem:
    rows, units = FeedbackItem.objects.filter(pk=key), current_units()
    item: FeedbackItem | None = (rows if units is None else rows.filter(unit_id__in=units)).first()
    if item is None:
        raise UnknownAnswer(_("There is nothing with that id."), field="feedbackItemId")
    return item


def _about(wish: Wish, title: str, now: datetime) -> Case:
    """Return a case that no answer is behind. Whoever is bound to units opens cases from answers there."""
    if current_units() is not None:
        raise BadCase(_("Open it from an answer: your roles are bound to units."), field="feedbackItemId")
    if not title:
        raise BadCase(_("Say in a few words what it is about."), field="title")
    named = None
    if wish.customer is not None:
        named = Customer.objects.filter(external_id=wish.customer, erased_at=None).first()
        if named is None:
            raise BadCase(_("There is no such customer."), field="customer")
    person = None if named is None else named.merged_into_id or named.pk
    return Case(
        origin=CaseOrigin.HAND,
        severity=wish.severity,
        respondent=person,
        customer_id=person,
        account_id=None if named is None or named.pk == person else named.pk,
        opened_at=now,
    )


def _of(item: FeedbackItem, *, origin: CaseOrigin, severity: CaseSeverity, now: datetime) -> Case:
    return Case(
        origin=origin,
        severity=severity,
        item_id=item.pk,
        respondent=item.respondent,
        customer_id=item.customer_id,
        account_id=item.account_id,
        touchpoint_id=item.touchpoint_id,
        unit_id=item.unit_id,
        opened_at=now,
    )


def _begun(
    case: Case, *, actor: Actor, minutes: int, ladder: Sequence[dict[str, object]], now: datetime, note: str = ""
) -> Case:
    case.number = (Case.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    case.state = CaseState.ASSIGNED if case.owner or case.team else CaseState.NEW
    case.changed_at = now
    start_clock(case, minutes=minutes, ladder=ladder, hours=hours_at(case.unit_id))
    case.save(force_insert=True)
    write(case, CaseEvent.Kind.OPENED, actor=actor, now=now, item=case.item_id, rule=case.rule, text=note)
    told = {"number": case.number, "severity": str(case.severity), "rule": case.rule.name if case.rule else ""}
    tell(case, "opened", actor=actor, after=told)
    if case.owner or case.team:
        write(case, CaseEvent.Kind.ASSIGNED, actor=actor, now=now, data=given_to(case.owner, case.team))
        tell(case, "assigned", actor=actor, after=given_to(case.owner, case.team))
    if case.clock_at is not None:
        sweep_by(company=current_company(), moment=case.clock_at)
    return case


def given_to(owner: User | None, team: Department | None) -> dict[str, str | None]:
    """Return who has a case, as history and audit tell it."""
    return {"owner": owner.email if owner else None, "team": team.code if team else None}
