"""Undo of a batch: what it added goes, what it corrected returns, what came later stays."""

from uuid import UUID, uuid4

import pytest

from feedback.models import Customer
from feedback.services.contacts.reading import contacts_of
from feedback.services.undo import CannotUndo, UndoReport, UnknownBatch, undo_batch
from tests.feedback.conftest import NOW

ITEMS = "SELECT external_id, nps FROM feedback_feedbackitem ORDER BY external_id"


def undo(result) -> UndoReport:
    return undo_batch(batch_id=UUID(result["batchId"]), at=NOW)


def test_new_facts_are_removed_and_their_images_kept(ingest, rows, answer):
    batch = ingest("feedback", answer(customer="c-1"), answer(external_id="a-2"))

    report = undo(batch)

    assert (report.removed, report.restored, report.removed_customers) == (2, 0, 1)
    assert rows(ITEMS) == []
    assert rows("SELECT count(*) FROM feedback_customer") == [(0,)]
    assert rows("SELECT kind, count(*) FROM feedback_superseded GROUP BY 1 ORDER BY 1") == [
        ("customers", 1),
        ("feedback", 2),
    ]


def test_corrected_facts_return_to_what_they_were(ingest, rows, answer):
    first = ingest("feedback", answer(customer="c-1", text="before", **{"score.q": 2}))
    before = rows("SELECT to_jsonb(f) - 'xid' FROM feedback_feedbackitem f")
    second = ingest("feedback", answer(nps=1, touchpoint="other"))

    report = undo(second)

    assert (report.removed, report.restored) == (0, 1)
    assert rows("SELECT to_jsonb(f) - 'xid' FROM feedback_feedbackitem f") == before
    assert rows("SELECT batch_id FROM feedback_feedbackitem") == [(UUID(first["batchId"]),)]


def test_what_a_later_batch_corrected_is_kept_and_reported(ingest, rows, answer):
    first = ingest("feedback", answer(), answer(external_id="a-2"))
    ingest("feedback", answer(nps=1))

    report = undo(first)

    assert (report.removed, report.kept, report.kept_count) == (1, ["a-1"], 1)
    assert rows(ITEMS) == [("a-1", 1)]


def test_undoing_the_later_batch_skips_a_version_that_was_undone(ingest, rows, answer):
    ingest("feedback", answer(nps=5))
    second = ingest("feedback", answer(nps=6))
    third = ingest("feedback", answer(nps=7))
    undo(second)

    undo(third)

    assert rows(ITEMS) == [("a-1", 5)]


def test_undoing_twice_changes_nothing_and_says_the_same(ingest, rows, answer):
    batch = ingest("feedback", answer())
    first = undo(batch)
    ingest("feedback", answer())

    again = undo(batch)

    assert again == first
    assert rows(ITEMS) == [("a-1", 9)]


def test_customer_that_others_name_stays_bare(ingest, rows, order):
    batch = ingest("customers", {"external_id": "c-1", "phone": "1", "attr.segment": "vip"}, {"external_id": "c-2"})
    ingest("orders", order(customer="c-1"))

    report = undo(batch)

    assert (report.removed, report.kept_customers) == (1, 1)
    assert rows("SELECT external_id, attributes::text FROM feedback_customer") == [("c-1", "{}")]
    assert rows("SELECT count(*) FROM feedback_customeridentity") == [(0,)]


def test_attributes_and_identifiers_return(ingest, rows):
    ingest("customers", {"external_id": "c-1", "phone": "1", "attr.segment": "vip"})
    batch = ingest("customers", {"external_id": "c-1", "phone": "2", "email": "a@b.c", "attr.segment": "new"})

    undo(batch)

    assert rows("SELECT attributes->>'segment' FROM feedback_customer") == [("vip",)]
    found = contacts_of(Customer.objects.values_list("pk", flat=True))
    assert [(contact.kind, contact.value) for contact in found] == [("phone", "1")]


def test_undone_rows_can_be_sent_again(ingest, rows, order):
    batch = ingest("orders", order())
    undo(batch)

    again = ingest("orders", order())

    assert (again["accepted"], again["duplicates"]) == (1, 0)
    assert rows("SELECT external_id FROM feedback_order") == [("o-1",)]


def test_unknown_batch_is_refused(in_acme):
    with pytest.raises(UnknownBatch, match="no batch"):
        undo_batch(batch_id=uuid4(), at=NOW)


def test_units_cannot_be_undone(in_acme):
    from feedback.models import ImportBatch

    batch = ImportBatch.objects.create(kind="units", state="done", created_at=NOW)

    with pytest.raises(CannotUndo, match="units"):
        undo_batch(batch_id=batch.id, at=NOW)
