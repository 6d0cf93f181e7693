"""Rules that open cases: written, changed, set going and stopped. None looks back unless it is asked to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import CaseRule, CaseSeverity
from feedback.services.cases.asking import asked
from feedback.services.cases.conditions import read_conditions
from feedback.services.cases.owners import department_of, person_of
from journeys.services.changing import inserted, locked, require_values
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit

MOST_RULES, MOST_STEPS, MOST_MINUTES, MOST_A_DAY = 100, 10, 366 * 24 * 60, 10_000


class UnknownRule(Refusal):
    """There is no such rule."""


class BadRule(Refusal):
    """A part of a rule cannot be as asked."""


class NameTaken(Refusal):
    """Another rule has that name."""


@transaction.atomic
def create_rule(*, actor: Actor, **values: object) -> CaseRule:
    """Write a rule, which looks at nothing before it is enabled. `owner` is an e-mail address, `team` a code.

    Raises BadRule, BadCondition, NameTaken, BadValue, UnknownOwner and UnknownTeam.
    """
    if CaseRule.objects.count() >= MOST_RULES:
        raise BadRule(_("There is room for %(most)s.") % {"most": MOST_RULES})
    rule = CaseRule(**_usable(values, None))
    require_values(rule)
    inserted(rule)
    _tell(rule, "created", actor=actor, after=_told(rule))
    return rule


@transaction.atomic
def update_rule(*, actor: Actor, id: UUID, revision: int | None = None, **changes: object) -> CaseRule:
    """Change a rule, from now on: cases that it opened stay as they are.

    Raises UnknownRule, Conflict, and what `create_rule` does.
    """
    rule = locked(CaseRule, id, unknown=UnknownRule, revision=revision)
    before, found = _told(rule), _usable(changes, rule)
    for name, value in found.items():
        setattr(rule, name, value)
    after = _told(rule)
    if after == before:
        return rule
    require_values(rule)
    _store(rule)
    changed = sorted(name for name in after if after[name] != before[name])
    _tell(rule, "updated", actor=actor, before=before, after=after, fields=changed)
    return rule


@transaction.atomic
def enable_rule(*, actor: Actor, id: UUID, revision: int | None = None) -> CaseRule:
    """Let a rule look at the answers that come from now on. Raises UnknownRule, Conflict and BadCondition."""
    rule = locked(CaseRule, id, unknown=UnknownRule, revision=revision)
    if rule.is_active:
        return rule
    asked(read_conditions(rule.conditions))
    rule.is_active, rule.active_since = True, timezone.now()
    _store(rule)
    _tell(rule, "enabled", actor=actor, before={"active": False}, after={"active": True})
    return rule


@transaction.atomic
def disable_rule(*, actor: Actor, id: UUID, revision: int | None = None) -> CaseRule:
    """Stop a rule; its cases stay. Raises UnknownRule and Conflict."""
    rule = locked(CaseRule, id, unknown=UnknownRule, revision=revision)
    if rule.is_active:
        rule.is_active, rule.active_since = False, None
        _store(rule)
        _tell(rule, "disabled", actor=actor, before={"active": True}, after={"active": False})
    return rule


def _usable(values: Mapping[str, object], rule: CaseRule | None) -> dict[str, Any]:
    found = dict(values)
    if "name" in found:
        found["name"] = _name(found["name"], rule)
    if "conditions" in found:
        asked(read_conditions(found["conditions"]))
    if "owner" in found:
        found["owner"] = person_of(_text(found["owner"]), field="owner")
    if "team" in found:
        found["team"] = department_of(_text(found["team"]), field="team")
    if "ladder" in found:
        found["ladder"] = _ladder(found["ladder"])
    for name, most in (("sla_minutes", MOST_MINUTES), ("fresh_days", 3660), ("most_a_day", MOST_A_DAY)):
        value = found.get(name, 1)
        if not isinstance(value, int) or not 1 <= value <= most:
            raise BadRule(_("A number from 1 to %(most)s is needed.") % {"most": most}, field=name)
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _name(value: object, rule: CaseRule | None) -> str:
    name = " ".join(str(value or "").split())
    if not 0 < len(name) <= 200:
        raise BadRule(_("A name has 1 to %(most)s characters.") % {"most": 200}, field="name")
    if CaseRule.objects.filter(name=name).exclude(pk=rule.pk if rule else None).exists():
        raise NameTaken(_("Another rule has that name."), field="name")
    return name


def _ladder(value: object) -> list[dict[str, Any]]:
    steps = value if isinstance(value, list) else []
    if len(steps) > MOST_STEPS:
        raise BadRule(_("There is room for %(most)s.") % {"most": MOST_STEPS}, field="ladder")
    return [_step(step, f"ladder.{at}") for at, step in enumerate(steps)]


def _step(step: Mapping[str, Any], path: str) -> dict[str, Any]:
    minutes = step.get("minutes")
    if not isinstance(minutes, int) or not 1 <= minutes <= MOST_MINUTES:
        words = _("A number from 1 to %(most)s is needed.") % {"most": MOST_MINUTES}
        raise BadRule(words, field=f"{path}.minutes")
    owner = person_of(_text(step.get("owner")), field=f"{path}.owner")
    team = department_of(_text(step.get("team")), field=f"{path}.team")
    severity = step.get("severity")
    if owner is None and team is None and severity is None:
        raise BadRule(_("Say who gets it, or how much it matters then."), field=path)
    return {
        "minutes": minutes,
        "owner": owner.email if owner else None,
        "team": team.code if team else None,
        "severity": None if severity is None else CaseSeverity(severity).value,
    }


def _store(rule: CaseRule) -> None:
    rule.revision += 1
    rule.changed_at = timezone.now()
    rule.save()


def _told(rule: CaseRule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "conditions": rule.conditions,
        "severity": str(rule.severity),
        "sla_minutes": rule.sla_minutes,
        "owner": rule.owner.email if rule.owner else None,
        "team": rule.team.code if rule.team else None,
        "ladder": rule.ladder,
        "fresh_days": rule.fresh_days,
        "most_a_day": rule.most_a_day,
    }


def _tell(
    rule: CaseRule,
    happened: str,
    *,
    actor: Actor,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    fields: list[str] | None = None,
) -> None:
    about = Subject("case_rule", str(rule.pk), rule.name)
    record(actor=actor, action=f"case_rule.{happened}", subject=about, before=before, after=after)
    data = {"severity": str(rule.severity), "active": rule.is_active, "fields": fields or []}
    emit(event=f"case_rule.{happened}", subject=about, data=data)
