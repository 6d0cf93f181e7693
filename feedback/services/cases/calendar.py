"""Working hours as people write them down: for the company, or for a unit and those below it."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from feedback.models import WorkingHours
from feedback.services.cases.hours import DAYS, BadSpan, read_week
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.members.models import Unit

MOST_SPANS, MOST_HOLIDAYS, MOST_CALENDARS = 6, 400, 500


class BadHours(Refusal):
    """Working hours cannot be as asked."""


@transaction.atomic
def set_hours(
    *,
    actor: Actor,
    unit: str | None = None,
    week: Mapping[str, Sequence[str]] | None,
    holidays: Sequence[date] = (),
    timezone: str = "",
) -> WorkingHours | None:
    """Say when people work, at a unit by its code or in the company; without a week, forget it: None.

    Cases that are open keep the times that they were given. Raises BadHours.
    """
    place = _unit(unit)
    known: WorkingHours | None = WorkingHours.objects.select_for_update(of=("self",)).filter(unit=place).first()
    before = None if known is None else _told(known)
    about = Subject("working_hours", str(place.pk) if place else "", unit or "")
    if week is None:
        if known is not None:
            known.delete()
            _tell(about, actor, before, None)
        return None
    row = known or WorkingHours(unit=place)
    row.week, row.holidays = _week(week), _holidays(holidays)
    row.timezone = _zone(timezone)
    row.revision += known is not None
    if known is None and WorkingHours.objects.count() >= MOST_CALENDARS:
        raise BadHours(_("There is room for %(most)s.") % {"most": MOST_CALENDARS})
    row.save()
    _tell(about, actor, before, _told(row))
    return row


def _unit(code: str | None) -> Unit | None:
    found: Unit | None = None if code is None else Unit.objects.filter(code=code).first()
    if code is not None and found is None:
        raise BadHours(_("Nothing has the code %(code)s.") % {"code": repr(code[:40])}, field="unit")
    return found


def _week(week: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    for day, spans in week.items():
        if day not in DAYS or len(spans) > MOST_SPANS:
            raise BadHours(_("Write spans such as 09:00-18:00, in their order."), field=f"week.{day[:3]}")
    try:
        read_week(week)
    except BadSpan as bad:
        words = _("Write spans such as 09:00-18:00, in their order.")
        raise BadHours(words, field=f"week.{bad}") from None
    if not any(week.values()):
        raise BadHours(_("Somebody has to work at some time."), field="week")
    return {day: sorted(week[day]) for day in DAYS if week.get(day)}


def _holidays(days: Sequence[date]) -> list[str]:
    if len(days) > MOST_HOLIDAYS:
        raise BadHours(_("There is room for %(most)s.") % {"most": MOST_HOLIDAYS}, field="holidays")
    return sorted({day.isoformat() for day in days})


def _zone(name: str) -> str:
    if name and name not in available_timezones():
        raise BadHours(_("There is no such time zone."), field="timezone")
    return name


def _told(row: WorkingHours) -> dict[str, object]:
    return {"week": row.week, "holidays": row.holidays, "timezone": row.timezone}


def _tell(
    about: Subject, actor: Actor, before: Mapping[str, object] | None, after: Mapping[str, object] | None
) -> None:
    record(actor=actor, action="working_hours.updated", subject=about, before=before, after=after)
    emit(event="working_hours.updated", subject=about, data={"unit": about.name})
