"""Points of the list that says whether a company can work with its figures; counts only, never content."""

from analytics.models.score_run import ScoreRun
from feedback.models import FeedbackItem
from journeys.models import Touchpoint

MAPPED_SHARE = 0.9


def readiness_checks() -> list[tuple[str, bool, str]]:
    """Return (code, whether it is met, measure in words) of feedback, mapping and scores of the current company."""
    has_feedback = FeedbackItem.objects.exists()
    runs = ScoreRun.objects.filter(is_current=True)
    figures = runs.filter(has_figures=True).count()
    return [
        ("feedback_received", has_feedback, "some feedback is stored" if has_feedback else "no feedback yet"),
        _mapping(),
        ("first_score", figures > 0, f"{figures} of {runs.count()} scored periods have figures"),
    ]


def _mapping() -> tuple[str, bool, str]:
    every, mapped = Touchpoint.objects.count(), Touchpoint.objects.filter(is_mapped=True).count()
    share = mapped / every if every else 0.0
    return "touchpoints_mapped", share >= MAPPED_SHARE, f"{mapped} of {every} touchpoints are described"
