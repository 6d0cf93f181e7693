"""Aggregates are what the facts say, whatever happened on the way."""

import random
import threading
from uuid import UUID

import pytest
from django.db import connection, transaction

from analytics.aggregates.cells import compact_cells, needs_compaction
from analytics.aggregates.months import parse
from analytics.aggregates.reading import CellReader
from analytics.models.cell import Cell
from analytics.models.watermark import Watermark
from analytics.services.refresh import refresh_aggregates
from analytics.services.verify import verify_aggregates
from feedback.services.undo import undo_batch
from tenants.access import company_context
from tests.analytics.facts import NOW, TOUCHPOINTS, ingest, sheet, small_company

YEAR = (parse("2026-01"), parse("2026-12"))


def digest():
    return CellReader(*YEAR).digest(YEAR)


def verified(company):
    result = verify_aggregates(company=company)
    assert result.differences == ()
    return result


def ingest_all(data):
    for kind, records in data.items():
        if records:
            ingest(kind, records)


def test_first_refresh_counts_every_fact(live_company):
    data = small_company()
    ingest_all(data)

    refreshed = refresh_aggregates(company=live_company)

    reader = CellReader(*YEAR)
    nps = [row for row in data["feedback"] if "nps" in row]
    series = {key: value for key, value in reader.series(YEAR).items() if key.metric == "nps"}
    assert refreshed.rebuilt
    assert sum(int(value.hist.sum()) for value in series.values()) == len(nps)
    assert int(reader.sales(YEAR).net.sum()) == 100 * sum(row["amount"] for row in data["orders"])
    assert verified(live_company).rows >= len(data["feedback"])


def test_refreshing_again_without_news_appends_nothing(live_company):
    ingest_all(small_company())
    refresh_aggregates(company=live_company)
    before = digest()

    again = refresh_aggregates(company=live_company)

    assert (again.cells, again.rows) == (0, 0)
    assert digest() == before


def test_order_of_arrival_does_not_matter(new_company):
    digests = []
    for seed in (None, 5):
        company = new_company()
        with company_context(company):
            data = small_company()
            kinds = list(data)
            if seed is not None:
                random.Random(seed).shuffle(kinds)
            for kind in kinds:
                records = data[kind]
                if seed is not None:
                    random.Random(seed).shuffle(records)
                half = len(records) // 2
                ingest(kind, records[:half])
                if seed is not None:
                    refresh_aggregates(company=company)
                ingest(kind, records[half:] + records[: half // 2])
            refresh_aggregates(company=company)
            verified(company)
            digests.append(digest())

    assert digests[0] == digests[1]


def test_correction_move_undo_and_late_facts_leave_no_trace_of_the_old(live_company):
    data = small_company()
    ingest_all(data)
    refresh_aggregates(company=live_company)
    original = digest()

    batch = ingest("feedback", [{**row, "nps": 0} for row in data["feedback"] if "nps" in row])
    moved = ingest("customers", [{**row, "attr.segment": "moved"} for row in data["customers"]])
    late = ingest("feedback", sheet(1, 1, random.Random(9), number=7))
    refresh_aggregates(company=live_company)
    verified(live_company)
    changed = digest()
    segments = CellReader(*YEAR).segments
    for each in (batch, moved, late):
        undo_batch(batch_id=UUID(each["batchId"]), at=NOW)
    refresh_aggregates(company=live_company)
    verified(live_company)

    assert changed != original
    assert "moved" in segments
    assert digest() == original


def test_rebuild_gives_the_same_bits(live_company):
    data = small_company()
    for kind, records in data.items():
        for start in range(0, len(records), 50):
            ingest(kind, records[start : start + 50])
            refresh_aggregates(company=live_company)
    stepwise = digest()

    rebuilt = refresh_aggregates(company=live_company, rebuild=True)

    assert rebuilt.rebuilt
    assert digest() == stepwise


def test_slow_writer_is_neither_skipped_nor_waited_for(live_company):
    """A transaction stays open over two refreshes; what it wrote is counted by the first refresh after its end."""
    data = small_company(customers=20)
    ingest("customers", data["customers"])
    ingest("feedback", data["feedback"][:80])
    wrote, finish = threading.Event(), threading.Event()

    def slow_writer():
        with company_context(live_company), transaction.atomic():
            ingest("feedback", data["feedback"][80:120])
            wrote.set()
            assert finish.wait(20)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    assert wrote.wait(20)
    ingest("feedback", data["feedback"][120:])
    meanwhile = refresh_aggregates(company=live_company)
    verified(live_company)
    early = digest()
    finish.set()
    writer.join()
    afterwards = refresh_aggregates(company=live_company)
    verified(live_company)

    assert meanwhile.rows > 0
    assert afterwards.rows > 0
    assert digest() != early
    total = sum(int(value.hist.sum()) for key, value in CellReader(*YEAR).series(YEAR).items() if key.metric == "nps")
    assert total == sum("nps" in row for row in data["feedback"])


def test_two_refreshes_at_once_count_once(live_company):
    ingest_all(small_company())

    def refresh():
        with company_context(live_company):
            refresh_aggregates(company=live_company)
        connection.close()

    threads = [threading.Thread(target=refresh) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    verified(live_company)


def test_interrupted_refresh_leaves_cells_and_watermark_as_they_were(live_company):
    ingest_all(small_company(customers=10))
    refresh_aggregates(company=live_company)
    before, mark = digest(), Watermark.objects.get().snapshot
    ingest("feedback", sheet(3, 2, random.Random(2), number=5))

    class Interrupted(Exception):
        pass

    def interrupted():
        with transaction.atomic():
            refresh_aggregates(company=live_company)
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()

    assert (digest(), Watermark.objects.get().snapshot) == (before, mark)
    assert refresh_aggregates(company=live_company).rows > 0
    verified(live_company)


def test_distinct_customers_of_any_window_equal_a_recount(live_company):
    data = small_company()
    ingest_all(data)
    refresh_aggregates(company=live_company)
    reader = CellReader(*YEAR)
    facts = [row for kind in ("feedback", "orders", "interactions") for row in data[kind] if row["customer"]]

    for first, last in [(1, 12), (2, 3), (5, 5), (7, 9)]:
        expected = {row["customer"] for row in facts if first <= int(row["occurred_at"][5:7]) <= last}
        window = (parse(f"2026-{first:02d}"), parse(f"2026-{last:02d}"))
        assert int(reader.customers(window).sum()) == len(expected)


def test_driver_sums_equal_a_direct_count(live_company):
    data = small_company()
    ingest_all(data)
    refresh_aggregates(company=live_company)

    sums = CellReader(*YEAR).drivers(YEAR)

    rows = {}
    for row in sorted(data["feedback"], key=lambda row: (row["occurred_at"], row["external_id"])):
        key = (row["customer"] or row["response"], row["occurred_at"][:7])
        rows.setdefault(key, {})[row.get("touchpoint", "")] = row.get("rating", row.get("nps"))
    rows = {key: row for key, row in rows.items() if "" in row}
    assert sums.touchpoints == tuple(sorted(TOUCHPOINTS))
    assert int(sums.n.sum()) == len(rows)
    floats = sums.floats()
    for place, touchpoint in enumerate(sorted(TOUCHPOINTS)):
        met = [row for row in rows.values() if touchpoint in row]
        score = [2.5 * (row[touchpoint] - 1) for row in met]
        assert int(sums.gram.sum(axis=0)[0, 1 + place]) == len(met)
        assert floats.gram.sum(axis=0)[0, 5 + place] == pytest.approx(sum(score), abs=1e-9)
        assert floats.xl.sum(axis=0)[5 + place] == pytest.approx(
            sum(x * row[""] for x, row in zip(score, met, strict=True)), abs=1e-9
        )
        assert int(sums.joint[:, place].sum()) == len(met)
    assert floats.ll.sum() == pytest.approx(sum(row[""] ** 2 for row in rows.values()), abs=1e-9)


def test_sheets_with_one_figure_everywhere_are_left_out_and_counted(live_company):
    def answers(customer, figure, touchpoints, loyalty):
        common = {"customer": customer, "response": customer, "occurred_at": "2026-02-10T12:00:00+08:00"}
        about = [{"external_id": f"{customer}-{code}", "touchpoint": code, **figure} for code in touchpoints]
        return [{**common, **row} for row in ({"external_id": f"{customer}-", "loyalty": loyalty}, *about)]

    fine, stars = {"emotional": 5, "functional": 5, "social": 5}, {"rating": 3, "rating_max": 5}
    seven = [f"t{number}" for number in range(7)]
    ingest("feedback", answers("careless", fine, TOUCHPOINTS, 5))
    ingest("feedback", answers("two", fine, TOUCHPOINTS[:2], 5))
    ingest("feedback", answers("differs", fine, TOUCHPOINTS, 6))
    ingest("feedback", answers("stars", stars, TOUCHPOINTS, 5))
    ingest("feedback", answers("all-stars", stars, seven, 5))

    refresh_aggregates(company=live_company)

    sums = CellReader(*YEAR).drivers(YEAR)
    assert int(sums.straight_lines.sum()) == 2
    assert int(sums.n.sum()) == 3
    assert int(CellReader(*YEAR).loyalty(YEAR).n.sum()) == 3
    verified(live_company)


def test_compacting_keeps_every_counter_and_the_next_refresh_goes_on(live_company):
    data = small_company()
    for kind, records in data.items():
        for start in range(0, len(records), 60):
            ingest(kind, records[start : start + 60])
            refresh_aggregates(company=live_company)
    before, cells = digest(), Cell.objects.count()

    with transaction.atomic():
        left = compact_cells()

    assert left == Cell.objects.count() < cells
    assert digest() == before
    verified(live_company)
    ingest("feedback", sheet(1, 1, random.Random(9), number=7))
    assert refresh_aggregates(company=live_company).cells > 0
    verified(live_company)


def test_compaction_waits_until_as_much_was_appended_as_stands():
    assert not needs_compaction(appended=20_000, compacted=0)
    assert needs_compaction(appended=20_001, compacted=0)
    assert not needs_compaction(appended=50_000, compacted=50_000)
    assert needs_compaction(appended=50_001, compacted=50_000)
