"""Evidence is counted item by item, exactly, and reaches the scores of the answers that carry it."""

import random
from uuid import UUID

import pytest

from analytics.aggregates.counters import UNITS
from analytics.aggregates.months import parse
from analytics.aggregates.reading import CellReader
from analytics.aggregates.sums import ItemPair, SeriesKey
from analytics.services.refresh import refresh_aggregates
from analytics.services.settings import change_settings
from analytics.services.verify import verify_aggregates
from feedback.services.undo import undo_batch
from tests.analytics.facts import NOW, ingest

YEAR = (parse("2026-01"), parse("2026-12"))
EVIDENCE = [
    {"code": "smile", "source": "answer", "dimension": "emotional", "low": 1, "high": 5},
    {"code": "warmth", "source": "answer", "dimension": "emotional", "low": 1, "high": 7, "weight": 3},
    {"code": "mood", "source": "text", "dimension": "emotional", "low": -1, "high": 1},
    {"code": "wait_minutes", "source": "contact", "dimension": "functional", "low": 30, "high": 5},
    {"code": "fair_price", "source": "answer", "dimension": "price", "low": 1, "high": 5},
]
SETTINGS = {"value_evidence": EVIDENCE, "value_dimensions": [{"code": "price", "weight": 2}]}


@pytest.fixture
def company(live_company):
    change_settings(company=live_company, changes=SETTINGS)
    return live_company


def answers(count=80, seed=3):
    """Answers at two touchpoints; some give one item, some several, some the dimension itself."""
    rng = random.Random(seed)
    rows = []
    for number in range(count):
        row = {"external_id": f"a{number}", "customer": f"c{number % 25}", "touchpoint": rng.choice(["queue", "pay"])}
        row["occurred_at"] = f"2026-{rng.randint(1, 6):02d}-10T12:00:00+08:00"
        row["score.smile"] = rng.randint(1, 5)
        if rng.random() < 0.6:
            row["score.warmth"] = rng.randint(1, 7)
        if rng.random() < 0.3:
            row["score.mood"] = rng.choice([-1, -0.5, 0.25, 1])
        if rng.random() < 0.2:
            row["emotional"] = rng.randint(0, 10)
        if rng.random() < 0.5:
            row["expectation"] = rng.randint(0, 10)
        row["score.fair_price"] = rng.randint(1, 5)
        rows.append(row)
    return rows


def contacts(count=30, seed=4):
    """Contacts with a waiting time, two of them without a number."""
    rng = random.Random(seed)
    rows = []
    for number in range(count):
        row = {"external_id": f"i{number}", "customer": f"c{number % 25}", "touchpoint": "queue", "kind": "visit"}
        waited = "unknown" if number < 2 else str(rng.choice([2, 5, 12.5, 30, 45]))
        rows.append({**row, "occurred_at": f"2026-0{rng.randint(1, 6)}-05T12:00:00+08:00", "attr.wait_minutes": waited})
    return rows


def emotional(row):
    """The emotional score of an answer, in units: the dimension itself before the weighted mean of its items."""
    if "emotional" in row:
        return row["emotional"] * UNITS
    scaled = {"smile": (1, 5, 1), "warmth": (1, 7, 3), "mood": (-1, 1, 1)}
    given = {code: form for code, form in scaled.items() if f"score.{code}" in row}
    total = sum(
        weight * int(UNITS * 10 * (row[f"score.{code}"] - low) / (high - low) + 0.5)
        for code, (low, high, weight) in given.items()
    )
    return int(total / sum(weight for *_, weight in given.values()) + 0.5)


def verified(company):
    found = verify_aggregates(company=company)
    assert found.differences == ()
    return found


def test_items_and_their_pairs_are_counted_where_an_answer_gives_both(company):
    rows = answers()
    ingest("feedback", rows)
    refresh_aggregates(company=company)

    found = CellReader(*YEAR).evidence(YEAR)

    both = [row for row in rows if row["touchpoint"] == "queue" and "score.warmth" in row]
    pair = found[ItemPair("queue", 0, 1)]
    assert int(pair.n.sum()) == len(both) > 5
    assert int(pair.one.sum()) == sum(630 * (row["score.smile"] - 1) for row in both)
    assert int(pair.products.sum()) == sum(
        630 * (row["score.smile"] - 1) * 420 * (row["score.warmth"] - 1) for row in both
    )
    alone = found[ItemPair("pay", 4, 4)]
    assert int(alone.n.sum()) == sum(row["touchpoint"] == "pay" for row in rows)
    assert not any(key.low != key.high and 4 in key[1:] for key in found), "items of two dimensions are no pair"


def test_a_dimension_is_what_was_said_of_it_or_the_mean_of_its_items(company):
    rows = answers()
    ingest("feedback", rows)
    refresh_aggregates(company=company)

    series = CellReader(*YEAR).series(YEAR)

    here = [row for row in rows if row["touchpoint"] == "queue"]
    assert int(series[SeriesKey("queue", "emotional", False)].total.sum()) == sum(map(emotional, here))
    assert int(series[SeriesKey("queue", "custom1", False)].total.sum()) == sum(
        630 * (row["score.fair_price"] - 1) for row in here
    )


def test_contacts_tell_of_a_dimension_by_what_customers_met(company):
    rows = contacts()
    ingest("interactions", rows)
    refresh_aggregates(company=company)

    found = CellReader(*YEAR).evidence(YEAR)[ItemPair("queue", 3, 3)]

    waited = [float(row["attr.wait_minutes"]) for row in rows if row["attr.wait_minutes"] != "unknown"]
    assert int(found.n.sum()) == len(waited) == 28
    assert int(found.one.sum()) == sum(round(2520 * min(max((30 - minutes) / 25, 0), 1)) for minutes in waited)


def test_the_gap_between_experience_and_expectation_is_counted(company):
    rows = answers()
    ingest("feedback", rows)
    refresh_aggregates(company=company)

    gap = CellReader(*YEAR).gaps(YEAR)["pay"]

    here = [row for row in rows if row["touchpoint"] == "pay" and "expectation" in row]
    combined = [int((emotional(row) + 2 * 630 * (row["score.fair_price"] - 1)) / 3 + 0.5) for row in here]
    differences = [score - row["expectation"] * UNITS for score, row in zip(combined, here, strict=True)]
    assert int(gap.n.sum()) == len(here) > 5
    assert int(gap.difference.sum()) == sum(differences)
    assert int(gap.beyond.sum()) == sum(difference > 0 for difference in differences)


def test_corrections_undone_batches_and_late_evidence_leave_what_a_rebuild_gives(company):
    rows, met = answers(), contacts()
    ingest("feedback", rows[:60])
    ingest("interactions", met[:20])
    refresh_aggregates(company=company)
    ingest("feedback", [{**row, "score.smile": 6 - row["score.smile"]} for row in rows[10:20]])
    late = ingest("feedback", rows[60:])
    ingest("interactions", [*({**row, "attr.wait_minutes": "7"} for row in met[:5]), *met[20:]])
    ingest("customers", [{"external_id": "c3", "attr.segment": "gold"}])
    refresh_aggregates(company=company)
    undo_batch(batch_id=UUID(late["batchId"]), at=NOW)
    refresh_aggregates(company=company)

    before = CellReader(*YEAR).digest(YEAR)

    verified(company)
    refresh_aggregates(company=company, rebuild=True)
    assert CellReader(*YEAR).digest(YEAR) == before


def test_other_evidence_means_other_counters(company):
    ingest("feedback", answers())
    refresh_aggregates(company=company)

    change_settings(company=company, changes={"value_evidence": EVIDENCE[:1]})
    again = refresh_aggregates(company=company)

    assert again.rebuilt
    assert {key.high for key in CellReader(*YEAR).evidence(YEAR)} == {0}
    verified(company)
