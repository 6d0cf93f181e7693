"""The same facts give the same bytes, however they came."""

import random
from datetime import date, datetime
from uuid import UUID

import pytest
from django.utils import timezone

from analytics.models.period import month_period
from analytics.models.score_run import ScoreRun
from analytics.services.scoring.closing import CannotClose, close_period
from analytics.services.scoring.score import score_company
from analytics.services.scoring.span import Span
from analytics.services.settings import change_settings
from feedback.services.undo import undo_batch
from tenants.access import company_context
from tests.analytics.facts import NOW, ingest
from tests.analytics.scored import LATER, put_in_city, take_in

JUNE = date(2026, 6, 1)
JUNE_PERIOD = month_period(2026 * 12 + 5)


def hashes(company, **options):
    return {f"{run.period:%Y-%m}": run.run_hash for run in score_company(company=company, now=LATER, **options)}


def late_answer(number=1, **more):
    record = {"external_id": f"late{number}", "occurred_at": "2026-06-09T10:00:00+08:00", "customer": "c1", "nps": 3}
    return ingest("feedback", [{**record, **more}])


@pytest.fixture
def copy(new_company, chain_data):
    """A company of its own with the same facts in the same order."""
    company = new_company()
    with company_context(company):
        take_in(chain_data)
        put_in_city()
        yield company


def test_order_of_arrival_chunks_and_repetition_change_no_hash(scored_company, new_company, chain_data):
    company = new_company()
    with company_context(company):
        take_in(chain_data, shuffled=7, chunks=3)
        put_in_city()
        score_company(company=company, now=LATER)
        take_in(chain_data, shuffled=8)
        found = hashes(company)

    with company_context(scored_company):
        assert found == hashes(scored_company)


def test_scoring_again_keeps_the_rows_and_rebuilding_keeps_the_bytes(in_scored):
    before = {run.pk: (run.inputs_hash, run.run_hash) for run in score_company(company=in_scored, now=LATER)}

    rebuilt = score_company(company=in_scored, now=LATER, rebuild=True)

    assert {run.pk: (run.inputs_hash, run.run_hash) for run in rebuilt} == before


def test_corrected_moved_undone_and_late_facts_leave_no_trace(copy, chain_data):
    before = hashes(copy)
    rng = random.Random(5)
    changed = [{**row, "nps": rng.randint(0, 10)} for row in chain_data["feedback"] if "nps" in row][:40]
    ingest("feedback", changed)
    ingest("customers", [{"external_id": "c1", "attr.segment": "moved"}])
    fresh = late_answer(touchpoint="roof", rating=3, rating_max=5, channel="fax", unit="tent")
    disturbed = hashes(copy)
    undo_batch(batch_id=UUID(str(fresh["batchId"])), at=NOW)
    ids = {row["external_id"] for row in changed}
    ingest("feedback", [row for row in chain_data["feedback"] if row["external_id"] in ids])
    ingest("customers", [row for row in chain_data["customers"] if row["external_id"] == "c1"])

    assert disturbed["2026-06"] != before["2026-06"]
    assert hashes(copy) == before


def test_late_facts_reopen_a_period_and_closing_freezes_it(copy):
    first = {run.period: run for run in score_company(company=copy, now=LATER)}
    late_answer()

    second = {run.period: run for run in score_company(company=copy, now=LATER)}
    closed = close_period(period=JUNE_PERIOD, by="test", now=LATER)

    assert first[JUNE].status == "ok"
    assert (second[JUNE].status, second[JUNE].is_late) == ("provisional", True)
    assert second[date(2026, 5, 1)].pk == first[date(2026, 5, 1)].pk
    assert closed.status == "ok"
    late_answer(2)
    third = next(run for run in score_company(company=copy, now=LATER) if run.period == JUNE)
    kept = ScoreRun.objects.get(pk=closed.pk)
    assert third.pk != kept.pk
    assert third.status == "provisional"
    assert (kept.run_hash, kept.closed_by, kept.is_current) == (closed.run_hash, "test", False)


def test_settings_are_part_of_the_inputs(copy):
    before = {run.period: run.inputs_hash for run in score_company(company=copy, now=LATER)}
    change_settings(company=copy, changes={"horizon_months": 24}, at=timezone.now())

    after = score_company(company=copy, now=LATER)

    assert all(run.inputs_hash != before[run.period] for run in after)
    assert {run.status for run in after} <= {"ok", "insufficient"}
    assert {run.settings_number for run in after} == {1}


def test_a_month_whose_follow_up_is_not_over_is_provisional_until_it_is(copy):
    june = Span.of_months(2026 * 12 + 5, 2026 * 12 + 5)
    early = score_company(company=copy, now=datetime(2026, 7, 15, tzinfo=LATER.tzinfo), span=june)[0]
    with pytest.raises(CannotClose, match="2026-06 is still open"):
        close_period(period=JUNE_PERIOD, by="test", now=LATER)

    final = score_company(company=copy, now=datetime(2026, 8, 1, tzinfo=LATER.tzinfo), span=june)[0]

    assert (early.status, final.status) == ("provisional", "ok")
    assert early.pk == final.pk
