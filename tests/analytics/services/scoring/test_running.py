"""The running value forgets: an answer counts half after a half-life."""

import random
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from analytics.models.period import month_period
from analytics.models.settings import Settings
from analytics.numerics.experience.clusters import design_effect
from analytics.services.scoring.figures import mean_of
from analytics.services.scoring.gather import added
from analytics.services.scoring.months import Months
from analytics.services.scoring.running import MOST_DAYS, Running, memory_of
from analytics.services.scoring.score import score_company
from analytics.services.settings import change_settings
from tests.analytics.facts import ingest

LATER = datetime(2027, 1, 1, tzinfo=UTC)
FIRST = date(2026, 1, 1)
JUNE = month_period(2026 * 12 + 5)
DAYS = 181


def answers(days=range(DAYS), per_day=2, seed=5):
    """Answers of every day until the end of June, better from April on; customers come back."""
    rng = random.Random(seed)
    return [
        {
            "external_id": f"a{day}-{number}",
            "customer": f"c{rng.randrange(90)}",
            "touchpoint": "queue",
            "occurred_at": f"{FIRST + timedelta(days=day)}T12:00:00+08:00",
            "rating": rng.choice([1, 2, 3] if day < 90 else [3, 4, 5]),
            "rating_max": 5,
        }
        for day in days
        for number in range(per_day)
    ]


def queue(run):
    return next(row for row in run.results["touchpoints"] if row["code"] == "queue")


def june(runs):
    return next(run for run in runs if run.label == "2026-06")


def by_hand(rows):
    """Weights by age on the last of June, and scores 0-100, of all answers."""
    days = [(date(2026, 6, 30) - date.fromisoformat(row["occurred_at"][:10])).days for row in rows]
    return np.exp2(-np.array(days) / 60), np.array([25.0 * (row["rating"] - 1) for row in rows])


def test_value_and_interval_are_those_of_answers_weighed_by_age(live_company):
    rows = answers()
    ingest("feedback", rows)
    weights, scores = by_hand(rows)

    found = queue(june(score_company(company=live_company, now=LATER)))

    value = weights @ scores / weights.sum()
    running = found["running_value"]
    assert running["value"] == pytest.approx(value)
    assert found["value"]["value"] > running["value"] > scores.mean()
    assert running["n"] == len(rows)
    lender = mean_of(added([Months().series(JUNE.months[0] - back) for back in range(6)]), "queue", "score")
    effect = design_effect(lender.replicates, lender.n, lender.squares, groups=lender.groups)
    worth = weights.sum() ** 2 / (weights**2).sum()
    spread = weights @ (scores - value) ** 2 / weights.sum()
    width = 1.6694 * np.sqrt(effect * spread / worth)
    assert (running["high"] - running["low"]) / 2 == pytest.approx(width, rel=0.02)


def test_old_answers_are_not_passed_off_as_today_s(live_company):
    ingest("feedback", answers(days=range(40)))

    found = Running(Months(), month_period(2026 * 12 + 11), Settings())
    score_company(company=live_company, now=LATER)

    late = found.value("queue", weighted=False)
    assert (late.value, late.n) == (None, 80)
    assert "fresh ones, at least 30 are needed" in late.reason
    assert found.value("roof", weighted=False).reason == "no answers"


def test_an_answer_that_moves_within_its_month_changes_the_hash_and_moving_back_restores_it(live_company):
    rows = answers(days=range(120, DAYS))
    ingest("feedback", rows)
    before = june(score_company(company=live_company, now=LATER))
    moved = {**rows[-1], "occurred_at": "2026-06-02T12:00:00+08:00"}
    ingest("feedback", [moved])

    after = june(score_company(company=live_company, now=LATER))
    ingest("feedback", [rows[-1]])
    again = june(score_company(company=live_company, now=LATER))

    assert queue(after)["value"] == queue(before)["value"]
    assert queue(after)["running_value"] != queue(before)["running_value"]
    assert after.inputs_hash != before.inputs_hash
    assert (again.inputs_hash, again.run_hash) == (before.inputs_hash, before.run_hash)


def test_a_shorter_half_life_is_nearer_to_the_latest_answers_and_less_sure(live_company):
    ingest("feedback", answers())
    slow = queue(june(score_company(company=live_company, now=LATER)))["running_value"]
    change_settings(company=live_company, changes={"half_life_days": 14}, at=LATER)

    fast = queue(june(score_company(company=live_company, now=LATER)))["running_value"]

    assert fast["value"] > slow["value"]
    assert fast["n"] < slow["n"]
    assert fast["high"] - fast["low"] > 0


def test_memory_ends_with_the_period_and_is_never_longer_than_three_years():
    first, last = memory_of(JUNE, Settings(half_life_days=3650))

    assert last == JUNE.days[1]
    assert last - first + 1 == MOST_DAYS
    assert memory_of(JUNE, Settings(half_life_days=1)) == (last - 7, last)
