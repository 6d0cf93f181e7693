"""Contacts tell who met a touchpoint without answering about it."""

from uuid import UUID

from analytics.aggregates.months import parse
from analytics.aggregates.reading import CellReader
from analytics.services.refresh import refresh_aggregates
from analytics.services.verify import verify_aggregates
from feedback.services.undo import undo_batch
from tests.analytics.facts import NOW, ingest

YEAR = (parse("2026-01"), parse("2026-12"))


def answers():
    """Three customers who tell their loyalty in March; the first answers about the queue, all about paying."""
    rows = []
    for customer in range(3):
        common = {"customer": f"c{customer}", "response": f"r{customer}", "occurred_at": "2026-03-10T12:00:00+08:00"}
        rows.append({**common, "external_id": f"a{customer}", "nps": 7 + customer})
        rows.append({**common, "external_id": f"p{customer}", "touchpoint": "pay", "csat": 2 + customer})
    queue = {"touchpoint": "queue", "csat": 3, "external_id": "q0"}
    return [*rows, {"customer": "c0", "response": "r0", "occurred_at": "2026-03-10T12:00:00+08:00", **queue}]


def contact(number, customer, touchpoint="queue", month=3):
    return {
        "external_id": f"i{number}",
        "customer": customer,
        "touchpoint": touchpoint,
        "kind": "visit",
        "occurred_at": f"2026-{month:02d}-05T09:00:00+08:00",
    }


def counted(company):
    """Return rows with a contact, and rows with contact and answer, by touchpoint, after proving the counters."""
    refresh_aggregates(company=company)
    assert verify_aggregates(company=company).differences == ()
    sums = CellReader(*YEAR).drivers(YEAR)
    return dict(zip(sums.touchpoints, sums.met.sum(axis=0).tolist(), strict=True))


def test_contacts_of_the_month_count_once_a_row(live_company):
    ingest("feedback", answers())
    seen = [contact(1, "c0"), contact(2, "c0"), contact(3, "c1"), contact(4, "c2", month=4), contact(5, "")]
    ingest("interactions", [*seen, contact(6, "c9"), contact(7, "c2", "pay")])

    assert counted(live_company) == {"pay": [1, 1], "queue": [2, 1]}


def test_late_and_undone_contacts_count_as_if_they_had_always_been_there(live_company):
    ingest("feedback", answers())
    before = counted(live_company)
    late = ingest("interactions", [contact(1, "c2"), contact(2, "c2", "roof")])
    later = counted(live_company)
    undo_batch(batch_id=UUID(str(late["batchId"])), at=NOW)

    assert before == {"pay": [0, 0], "queue": [0, 0]}
    assert later == {"pay": [0, 0], "queue": [1, 0]}
    assert counted(live_company) == before
