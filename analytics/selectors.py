"""Questions about what has been scored and evaluated: read only, in the current company."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from analytics.models.period import Period, PeriodKind
from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.scope_score import ScopeKind, ScopeScore
from analytics.models.score_run import ScoreRun
from tenants.access import Refusal
from tenants.members.models import Unit


class UnscoredPeriod(Refusal):
    """A period for which there is no run."""


def current_runs(kind: str = PeriodKind.MONTH) -> QuerySet[ScoreRun]:
    """Return the runs that are shown, one a period, oldest first; of months, or of another kind of period."""
    runs: QuerySet[ScoreRun] = ScoreRun.objects.filter(is_current=True, period_kind=kind).order_by("period")
    return runs


def newest_run() -> ScoreRun:
    """Return the run that is shown for the newest scored month. Raises UnscoredPeriod."""
    run = current_runs(PeriodKind.MONTH).last()
    if run is None:
        raise UnscoredPeriod(_("no month has been scored: run `score` first"))
    return run


def run_of_period(period: Period) -> ScoreRun:
    """Return the run that is shown for a period. Raises UnscoredPeriod."""
    runs = current_runs(period.kind)
    run = runs.filter(period=period.start, period_end=period.end).first()
    if run is None:
        newest = runs.last()
        words = (
            _("%(period)s has not been scored, the newest that has is %(newest)s: run `score %(asked)s` first")
            if newest
            else _("%(period)s has not been scored, and nothing of its length has: run `score %(asked)s` first")
        )
        asked = f"--from {period.label} --to {period.label}"
        raise UnscoredPeriod(words % {"period": period.label, "newest": newest and newest.label, "asked": asked})
    return run


def latest_of_each(evaluations: QuerySet[PlanEvaluation]) -> QuerySet[PlanEvaluation]:
    """Return the newest evaluation of each plan among some."""
    later = PlanEvaluation.objects.filter(plan=OuterRef("plan"), number__gt=OuterRef("number"))
    return evaluations.exclude(Exists(later))


def scope_scores(
    *, kind: str, period: Period | None = None, period_kind: str = PeriodKind.MONTH
) -> QuerySet[ScopeScore]:
    """Return the scores of a kind of scope in the runs that are shown, of one period or of all of a kind."""
    shown = {"run__is_current": True, "run__period_kind": period.kind if period is not None else period_kind}
    scores: QuerySet[ScopeScore] = ScopeScore.objects.filter(**shown, kind=kind).select_related("run")
    if period is not None:
        scores = scores.filter(run__period=period.start, run__period_end=period.end)
    return scores.order_by("run__period", "code")


def scores_between(*, kind: str, first: Period, last: Period) -> QuerySet[ScopeScore]:
    """Return the scores of a kind of scope in the runs that are shown, from one period to another of the same kind."""
    scores = scope_scores(kind=kind, period_kind=first.kind)
    return scores.filter(run__period__gte=first.start, run__period__lte=last.start)


def scores_of_units(rows: QuerySet[Any, Any], *, units: Collection[UUID]) -> QuerySet[Any, Any]:
    """Return those of some scores that are scores of these units."""
    return rows.filter(kind=ScopeKind.UNIT, code__in=Unit.objects.filter(pk__in=units).values("code"))
