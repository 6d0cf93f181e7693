"""What happened to the company in a span of days: what a reader of a trend wants to see marked on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Model, QuerySet

from analytics.models.alert import Alert, AlertState
from analytics.models.plan_evaluation import PlanEvaluation
from analytics.selectors import latest_of_each
from journeys.models import ActionPlan, JourneyVersion, Touchpoint
from journeys.models.plan import PlanState

STARTED = (PlanState.APPROVED, PlanState.RUNNING, PlanState.DONE)


class AnnotationKind(models.TextChoices):
    """What is marked on a trend."""

    PLAN_STARTED = "plan_started", "An approved action plan began"
    PLAN_EVALUATED = "plan_evaluated", "An evaluation looked at an action plan up to this day"
    ALERT = "alert", "A control chart left its limits; withdrawn alerts are left out"
    JOURNEY_PUBLISHED = "journey_published", "A version of a journey came into force"


@dataclass(frozen=True, slots=True)
class Annotation:
    """One mark: a day, what happened, and what it happened to, by code and name in both languages."""

    day: date
    kind: AnnotationKind
    code: str
    name_zh: str
    name_en: str
    detail: str

    def as_row(self) -> dict[str, Any]:
        """Return the mark as a plain row; rows sort by `key`."""
        return {
            "key": f"{self.day.isoformat()}/{self.kind}/{self.code}/{self.detail}",
            "day": self.day.isoformat(),
            "kind": str(self.kind),
            "code": self.code,
            "name_zh": self.name_zh,
            "name_en": self.name_en,
            "detail": self.detail,
        }


def annotations_between(
    *, first: date, end: date, zone: str, with_plans: bool, with_journeys: bool
) -> list[dict[str, Any]]:
    """Return what happened from a day up to another, which is left out, oldest first."""
    found = list(_alerts(first, end))
    if with_plans:
        found += [*_started(first, end), *_evaluated(first, end)]
    if with_journeys:
        found += _published(first, end, ZoneInfo(zone))
    rows = {str(row["key"]): row for row in (one.as_row() for one in found)}  # a shift and a spike are one mark
    return [rows[key] for key in sorted(rows)]


def _within[Row: Model](rows: QuerySet[Row], column: str, first: Any, end: Any) -> QuerySet[Row]:
    return rows.filter(**{f"{column}__gte": first, f"{column}__lt": end})


def _started(first: date, end: date) -> Iterator[Annotation]:
    plans = _within(ActionPlan.objects.filter(state__in=STARTED), "start_date", first, end)
    for day, code, title in plans.values_list("start_date", "code", "title"):
        yield Annotation(day, AnnotationKind.PLAN_STARTED, code, title, title, "")


def _evaluated(first: date, end: date) -> Iterator[Annotation]:
    newest = latest_of_each(_within(PlanEvaluation.objects.all(), "plan__evaluate_to", first, end))
    for day, code, title, verdict in newest.values_list("plan__evaluate_to", "plan__code", "plan__title", "verdict"):
        yield Annotation(day, AnnotationKind.PLAN_EVALUATED, code, title, title, verdict)


def _alerts(first: date, end: date) -> Iterator[Annotation]:
    rows = list(_within(Alert.objects.exclude(state=AlertState.WITHDRAWN), "day", first, end))
    names = _names({row.touchpoint for row in rows})
    for row in rows:
        zh, en = names.get(row.touchpoint, (row.touchpoint, row.touchpoint))
        yield Annotation(row.day, AnnotationKind.ALERT, row.touchpoint, zh, en, f"{row.metric}_{row.direction}")


def _names(codes: set[str]) -> Mapping[str, tuple[str, str]]:
    rows = Touchpoint.objects.filter(code__in=codes).values_list("code", "name_zh", "name_en")
    return {code: (zh, en) for code, zh, en in rows}


def _published(first: date, end: date, zone: ZoneInfo) -> Iterator[Annotation]:
    start, stop = (datetime.combine(day, time(), zone) for day in (first, end))
    versions = _within(JourneyVersion.objects.all(), "published_at", start, stop)
    rows = versions.values_list("published_at", "journey__code", "journey__name_zh", "journey__name_en", "number")
    for at, code, zh, en, number in rows:
        day = at.astimezone(zone).date()
        yield Annotation(day, AnnotationKind.JOURNEY_PUBLISHED, code, zh, en, str(number))
