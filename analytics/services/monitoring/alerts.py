"""Raising alerts, and bringing them up to date when facts come late."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from analytics.aggregates.months import bounds, month_of
from analytics.models.alert import Alert, AlertState
from analytics.services.monitoring.charts import charts
from analytics.services.monitoring.excursions import Finding, findings
from analytics.services.monitoring.telling import tell
from analytics.services.refresh import refresh_aggregates
from analytics.services.scoring.hashing import digest_of
from analytics.services.settings import settings_number, settings_of
from tenants.models.tenant import Tenant

_ANSWERED = (AlertState.ACKNOWLEDGED, AlertState.RESOLVED)
_FIGURES = (
    *("day", "last_day", "n", "value", "expected", "z", "level", "limit", "reasons"),
    *("inputs_hash", "settings_number", "state"),
)


@transaction.atomic
def raise_alerts(*, company: Tenant, as_of: date, now: datetime) -> list[Alert]:
    """Bring aggregates and alerts of the current company up to a day; return the alerts that were raised or changed.

    Looks at the month of `as_of` and the one before. Running it again changes nothing. An excursion has one alert; when
    late facts move it, an alert that nobody has answered moves along, and one whose excursion is gone is withdrawn.
    """
    refresh_aggregates(company=company)
    first = bounds(month_of(as_of) - 1)[0]
    before = first - timedelta(days=1)
    found = [one for one in findings(charts(company=company, first=before, last=as_of)) if one.day >= first]
    known = Alert.objects.select_for_update().filter(day__range=(first, as_of)).order_by("day", "id")
    by_rule: defaultdict[tuple[str, str, str], list[Alert]] = defaultdict(list)
    for alert in known:
        by_rule[alert.chart, alert.kind, alert.direction].append(alert)
    number, digest = settings_number(), _settings_digest(company)
    matched: set[UUID] = set()
    changed = []
    for one in found:
        alert = _matching(by_rule[one.chart, one.kind, one.direction], one, matched)
        figures = _figures(one, number, digest)
        changed.append(_brought_up_to_date(alert, figures, now) if alert else _raised(one, figures, now))
        matched.add(alert.pk if alert else changed[-1].pk)  # type: ignore[union-attr]  # what was raised is there
    changed += [_withdrawn(alert, now) for alert in known if alert.pk not in matched]
    return [alert for alert in changed if alert is not None]


def _settings_digest(company: Tenant) -> str:
    settings = settings_of(company=company)
    return digest_of([settings.false_alarms_per_month, settings.chart_lambda, settings.loyalty_outcome])


def _matching(alerts: list[Alert], one: Finding, matched: set[UUID]) -> Alert | None:
    """Return the alert of an excursion: one that has a day in common with it, an answered one first."""
    near = [alert for alert in alerts if alert.pk not in matched]
    near = [alert for alert in near if alert.day <= one.last_day and one.day <= alert.last_day]
    near.sort(key=lambda alert: (alert.state not in _ANSWERED, alert.day != one.day, alert.day))
    return near[0] if near else None


def _figures(one: Finding, number: int, digest: str) -> dict[str, object]:
    """Return the figures of an alert as they are stored."""
    found = one.source.found
    days = slice(found.start, (one.day - one.source.first_day).days + 1)
    read = [one.source.size[days].tolist(), one.source.daily.total[:, days].tolist(), one.source.run_length]
    return {
        "day": one.day,
        "last_day": one.last_day,
        "n": one.n,
        "value": one.value,
        "expected": one.expected,
        "z": one.z,
        "level": one.level,
        "limit": one.limit,
        "reasons": one.reasons,
        "inputs_hash": digest_of([read, digest]),
        "settings_number": number,
        "state": AlertState.OPEN,
    }


def _raised(one: Finding, figures: dict[str, object], now: datetime) -> Alert:
    names = ("chart", "touchpoint", "metric", "kind", "direction")
    named = {name: getattr(one, name) for name in names}
    alert: Alert = Alert.objects.create(**named, **figures, created_at=now, changed_at=now)
    tell(alert, happened="opened")
    return alert


def _brought_up_to_date(alert: Alert, figures: dict[str, object], now: datetime) -> Alert | None:
    """Give an alert its newest figures, an answered one only how long it lasted; return it when anything changed."""
    names = ("last_day",) if alert.state in _ANSWERED else _FIGURES
    if all(getattr(alert, name) == figures[name] for name in names):
        return None
    for name in names:
        setattr(alert, name, figures[name])
    alert.changed_at = now
    alert.save(update_fields=[*names, "changed_at"])
    tell(alert, happened="changed")
    return alert


def _withdrawn(alert: Alert, now: datetime) -> Alert | None:
    if alert.state != AlertState.OPEN:
        return None
    alert.state, alert.changed_at = AlertState.WITHDRAWN, now
    alert.save(update_fields=["state", "changed_at"])
    tell(alert, happened="withdrawn")
    return alert
