"""Questions about what has been scored and evaluated: read only, in the current company."""

from datetime import date

from django.db.models import QuerySet

from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from tenants.access import Refusal


class UnscoredPeriod(Refusal):
    """A period for which there is no run."""


def current_runs() -> QuerySet[ScoreRun]:
    """Return the runs that are shown, one a period, oldest first."""
    runs: QuerySet[ScoreRun] = ScoreRun.objects.filter(is_current=True).order_by("period")
    return runs


def run_of_period(period: date) -> ScoreRun:
    """Return the run that is shown for a month, given by its first day. Raises UnscoredPeriod."""
    run = current_runs().filter(period=period).first()
    if run is None:
        newest = current_runs().last()
        known = f"the newest scored period is {newest.period:%Y-%m}" if newest else "no period has been scored"
        raise UnscoredPeriod(f"period {period:%Y-%m} has not been scored; {known}: run `score` first")
    return run


def scope_scores(*, kind: str, period: date | None = None) -> QuerySet[ScopeScore]:
    """Return the scores of a kind of scope in the runs that are shown, of one month or of all."""
    scores: QuerySet[ScopeScore] = ScopeScore.objects.filter(run__is_current=True, kind=kind).select_related("run")
    if period is not None:
        scores = scores.filter(run__period=period)
    return scores.order_by("run__period", "code")
