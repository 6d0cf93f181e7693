"""Purchase histories are counted as they stood at the end of each month, whatever happened on the way."""

from collections import defaultdict
from datetime import date
from uuid import UUID

import numpy as np
import pytest

from analytics.aggregates.history_bins import count_bin, first_days, mean_bin
from analytics.aggregates.history_tables import Histories
from analytics.aggregates.months import parse
from analytics.services.refresh import refresh_aggregates
from analytics.services.verify import verify_aggregates
from feedback.services.undo import undo_batch
from tests.analytics.facts import NOW, ingest, small_company

LAST = parse("2026-12")


def ingest_all(data):
    for kind, records in data.items():
        ingest(kind, records)


def purchases_of(data, end):
    """Return the money of each customer's purchase days up to `end`."""
    days = defaultdict(lambda: defaultdict(int))
    for row in data["orders"]:
        day = date.fromisoformat(row["occurred_at"][:10])
        if day <= end and row["amount"] > 0:
            days[row["customer"]][day] += 100 * row["amount"]
    return days


def level_of(data, customer, end):
    """Return the loyalty that a customer told last, -1 without."""
    told = [row for row in data["feedback"] if row["customer"] == customer and "nps" in row]
    told = [row for row in told if date.fromisoformat(row["occurred_at"][:10]) <= end]
    return max(told, key=lambda row: row["occurred_at"])["nps"] if told else -1


def recounted(data, end):
    """Return what `Histories.table` should hold, as (level, customers, repeats, recency, age, spend) in total."""
    found = defaultdict(lambda: np.zeros(5, dtype=np.int64))
    for customer, days in purchases_of(data, end).items():
        first, last = min(days), max(days)
        spend = sum(amount for day, amount in days.items() if day > first)
        row = [1, len(days) - 1, (last - first).days, (end - first).days, spend]
        found[level_of(data, customer, end)] += np.array(row)
    return {level: row.tolist() for level, row in found.items()}


def counted(month):
    table = Histories().table(month)
    found = defaultdict(lambda: np.zeros(5, dtype=np.int64))
    columns = (table.customers, table.repeats, table.recency, table.age, table.spend)
    for level, *row in zip(table.level.tolist(), *(column.tolist() for column in columns), strict=True):
        found[level] += np.array(row)
    return {level: row.tolist() for level, row in found.items()}


def test_histories_at_every_month_s_end_equal_a_recount(live_company):
    data = small_company()
    ingest_all(data)
    refresh_aggregates(company=live_company)

    for month, end in ((1, date(2026, 1, 31)), (4, date(2026, 4, 30)), (7, date(2026, 7, 31))):
        assert counted(parse(f"2026-{month:02d}")) == recounted(data, end)


def test_arrival_in_pieces_corrections_and_removals_leave_the_same_counters(live_company):
    data = small_company(customers=30)
    ingest_all(data)
    refresh_aggregates(company=live_company)
    whole = Histories().digest(LAST)
    dearer = ingest("orders", [{**row, "amount": row["amount"] + 7} for row in data["orders"]])
    told = ingest("feedback", [{**row, "nps": 3} for row in data["feedback"] if "nps" in row])
    refresh_aggregates(company=live_company)
    changed = Histories().digest(LAST)

    for batch in (told, dearer):
        undo_batch(batch_id=UUID(batch["batchId"]), at=NOW)
        refresh_aggregates(company=live_company)
        assert verify_aggregates(company=live_company).differences == ()

    assert changed != whole
    assert Histories().digest(LAST) == whole


def test_spending_adds_up_to_that_of_the_histories(live_company):
    ingest_all(small_company())
    refresh_aggregates(company=live_company)

    histories = Histories()
    table, spending = histories.table(LAST), histories.spending(LAST)

    assert spending.spend.sum() == table.spend.sum()
    assert spending.repeats.sum() == table.repeats.sum()
    assert spending.customers.sum() == table.customers[table.repeats > 0].sum()


def test_cohorts_equal_a_recount(live_company):
    orders = [
        ("a", "2024-03-05", 50, None),
        ("b", "2024-06-05", 40, None),
        ("a", "2025-02-05", 30, None),
        ("b", "2025-07-05", 20, None),
        ("b", "2025-08-05", -5, None),
        ("c", "2025-09-05", 60, "a"),
        ("c", "2025-10-05", 10, None),
        ("d", "2025-09-05", 70, None),
    ]
    ingest("customers", [{"external_id": who} for who in "abcd"])
    ingest(
        "orders",
        [
            {"external_id": f"o{i}", "customer": who, "occurred_at": f"{day}T12:00:00+08:00", "amount": amount}
            | ({"referred_by": by} if by else {})
            for i, (who, day, amount, by) in enumerate(orders)
        ],
    )
    refresh_aggregates(company=live_company)

    found = Histories().cohorts(parse("2025-12"))

    assert found.before.sum() == 9000
    assert found.returning.sum() == 4500
    assert found.referred.sum() == 7000
    assert (found.buyers, found.won, found.won_by_referral) == (2, 2, 1)


@pytest.mark.parametrize(("counts", "bins"), [([0, 1, 15, 16, 31, 32], [0, 1, 15, 16, 19, 20]), ([10**12], [63])])
def test_bins_of_counts_are_exact_below_sixteen_and_never_overflow(counts, bins):
    assert count_bin(np.array(counts)).tolist() == bins


def test_bins_of_means_ascend_and_hold_ten_percent():
    values = np.unique(np.geomspace(1, 1e12, 5000).astype(np.int64))
    bins = mean_bin(values, np.ones_like(values))

    assert (np.diff(bins) >= 0).all()
    assert bins.max() < 1024
    widths = [values[bins == b].max() / values[bins == b].min() for b in np.unique(bins[values > 8])]
    assert max(widths) < 1.14


def test_first_days_of_months():
    assert first_days(np.array([parse("1970-01"), parse("2026-03")])).tolist() == [0, 20513]


def test_histories_put_together_keep_their_sums(live_company):
    ingest_all(small_company())
    refresh_aggregates(company=live_company)
    table = Histories().table(LAST)

    few, told = table.merged(by_level=False, most=5), table.told()

    assert len(few.customers) < len(table.customers)
    assert set(few.level.tolist()) == {-1}
    for column in ("customers", "repeats", "recency", "age", "spend"):
        assert getattr(few, column).sum() == getattr(table, column).sum()
    assert (told.level >= 0).all()
    same = told.merged(by_level=True)
    order = np.lexsort((same.place, same.level))
    assert same.customers[order].sum() == told.customers.sum()
    assert len(same.customers) == len(told.customers)
