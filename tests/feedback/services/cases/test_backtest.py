"""A rule tried on history tells what it would have done: the same that it then does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from feedback.models import CaseInflow, CaseRule, ImportBatch
from feedback.services.cases.backtest import BadSpan, back_test
from feedback.services.cases.conditions import BadCondition
from feedback.services.cases.inflow import open_waiting
from tests.feedback.services.cases.conftest import UNHAPPY, Going

FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


def history(ingest: Any) -> None:
    """Ninety answers of thirty customers in three months; every third is unhappy."""
    days = [FIRST + timedelta(days=day, hours=20) for day in range(90)]
    ingest(
        "feedback",
        *[
            {"external_id": f"a-{n}", "customer": f"c-{n % 30}", "occurred_at": day.isoformat(), "nps": n % 3 * 4 + 1}
            for n, day in enumerate(days)
        ],
    )


def test_counts_are_exact_by_month_of_the_companys_calendar(ingest: Any) -> None:
    history(ingest)

    found = back_test(conditions=UNHAPPY, first=FIRST, last=LAST)

    assert (found.answers, found.met, found.customers) == (90, 60, 20)
    assert [month.month for month in found.months] == ["2026-03", "2026-04", "2026-05"]
    assert [sum(getattr(month, name) for month in found.months) for name in ("answers", "met")] == [90, 60]
    assert found.months[0].answers == 30  # an answer of 20:00 in UTC is one of the next day in Shanghai
    assert len(found.examples) == 10


def test_what_it_would_have_done_is_what_it_does(ingest: Any, going: Going) -> None:
    history(ingest)
    foreseen = back_test(conditions=UNHAPPY, first=FIRST, last=LAST)
    CaseRule.objects.filter(pk=going(fresh_days=3660, most_a_day=10_000).pk).update(active_since=FIRST)
    CaseInflow.objects.create(batch_id=ImportBatch.objects.get().pk, xid=0)

    assert open_waiting(now=timezone.now()) == foreseen.met


def test_nothing_to_look_at_is_told_as_such(in_acme: object) -> None:
    found = back_test(conditions=UNHAPPY, first=FIRST, last=LAST)

    assert (found.answers, found.met, found.customers, found.months, found.examples) == (0, 0, 0, [], [])


@pytest.mark.parametrize("last", [FIRST, FIRST - timedelta(days=1), FIRST + timedelta(days=1200)])
def test_a_span_that_cannot_be_is_refused(in_acme: object, last: datetime) -> None:
    with pytest.raises(BadSpan):
        back_test(conditions=UNHAPPY, first=FIRST, last=last)


def test_conditions_are_read_before_anything_is_asked(in_acme: object) -> None:
    with pytest.raises(BadCondition):
        back_test(conditions={"score": "nps"}, first=FIRST, last=LAST)
