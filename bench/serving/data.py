"""The rows that the three questions ask for, in the company that is entered."""

from datetime import UTC, date, datetime

from django.utils import timezone

from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from bench.serving.documents import Wanted
from feedback.models import FeedbackItem
from feedback.services.intake import ingest_records
from tenants.access import SYSTEM
from tenants.graphql.ids import encode

TOUCHPOINTS, ITEMS = 40, 2_000
_HASHES = ("inputs_hash", "run_hash", "layout_hash", "settings_hash", "mark")


def fill() -> Wanted:
    """Store answers of customers at touchpoints, and scores of 24 months; return what will be asked for by id."""
    records = [
        {
            "external_id": f"x-{number}", "customer": f"c-{number % 300}", "touchpoint": f"p-{number % TOUCHPOINTS}",
            "occurred_at": datetime(2026, 1, 1 + number % 28, tzinfo=UTC).isoformat(), "rating": 1 + number % 5,
            "text": "上菜很快，服务员很热情",
        }
        for number in range(ITEMS)
    ]  # fmt: skip
    ingest_records(kind="feedback", records=records, received_at=timezone.now(), actor=SYSTEM)
    for month in range(24):
        _score(month)
    item = FeedbackItem.objects.get(external_id="x-7")
    return Wanted(item=str(item.pk), global_id=encode("FeedbackItem", item.pk))


def _score(month: int) -> None:
    start, end = (date(2024 + (month + one) // 12, (month + one) % 12 + 1, 1) for one in (0, 1))
    hashes = dict.fromkeys(_HASHES, f"bench-{month}")
    run = ScoreRun.objects.create(
        period=start, period_end=end, label=f"{start:%Y-%m}", model_version="bench", seed=1, settings_number=0,
        status="ok", results={}, has_figures=True, created_at=timezone.now(), **hashes,
    )  # fmt: skip
    printed = {"value": 61.5, "low": 58.0, "high": 65.0, "n": 120, "status": "ok"}
    figures = dict.fromkeys(("value", "nps", "csat", "reach", "importance", "slope", "return_per_point"), printed)
    ScopeScore.objects.bulk_create(
        ScopeScore(
            run=run, kind="touchpoint", code=f"p-{number:02}", n=120, status="ok", evidence="observed",
            value=61.5, value_low=58.0, value_high=65.0, figures=figures,
        )
        for number in range(TOUCHPOINTS)
    )  # fmt: skip
