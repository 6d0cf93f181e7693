"""The single way in: what is stored, recognised, corrected and created."""

from hashlib import md5
from uuid import UUID

import pytest

from feedback.services.buckets import bucket_of
from feedback.services.intake import UnknownKind

ITEMS = "SELECT external_id, nps FROM feedback_feedbackitem ORDER BY external_id"


def test_it_works(ingest, rows, answer):
    result = ingest("feedback", answer(), answer(external_id="a-2", nps="7", text="很好"))

    assert (result["accepted"], result["duplicates"], result["rejected"]) == (2, 0, [])
    assert rows(ITEMS) == [("a-1", 9), ("a-2", 7)]


def test_identical_report_is_a_duplicate(ingest, answer):
    ingest("feedback", answer(customer="c-1", **{"score.q1": 4}))

    result = ingest("feedback", answer(customer="c-1", nps="9", **{"score.q1": 4.0}))

    assert (result["accepted"], result["corrected"], result["duplicates"]) == (0, 0, 1)


def test_changed_report_is_a_correction_and_keeps_the_old_image(ingest, rows, answer):
    first = ingest("feedback", answer())

    second = ingest("feedback", answer(nps=3))

    assert (second["accepted"], second["corrected"], second["duplicates"]) == (1, 1, 0)
    assert rows(ITEMS) == [("a-1", 3)]
    assert rows("SELECT kind, batch_id, replaced_batch_id, (row->>'nps')::int FROM feedback_superseded") == [
        ("feedback", UUID(first["batchId"]), UUID(second["batchId"]), 9)
    ]


def test_answer_that_loses_its_customer_becomes_anonymous_again(ingest, rows, answer):
    ingest("feedback", answer(customer="c-1"))

    ingest("feedback", answer())

    key = "response:default:a-1"
    expected = UUID(bytes=md5(key.encode()).digest())
    assert rows("SELECT customer_id, respondent, bucket FROM feedback_feedbackitem") == [
        (None, expected, bucket_of(key))
    ]


def test_same_row_twice_in_a_batch_is_stored_once(ingest, rows, answer):
    result = ingest("feedback", answer(), answer())

    assert (result["accepted"], result["duplicates"]) == (1, 1)
    assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(1,)]


def test_same_id_with_other_content_in_a_batch_names_both_rows(ingest, rows, answer):
    result = ingest("feedback", answer(external_id="x"), answer(), answer(nps=2))

    assert result["accepted"] == 2
    assert [(one["index"], one["code"]) for one in result["rejected"]] == [(2, "repeated_id")]
    assert "row 2 and row 1" in result["rejected"][0]["message"]


def test_the_same_id_from_two_sources_is_two_facts(ingest, answer):
    result = ingest("feedback", answer(), answer(source="app"))

    assert result["accepted"] == 2


def test_unknown_customer_is_created_bare_with_its_bucket(ingest, rows, answer):
    ingest("feedback", answer(customer="c-9"))

    assert rows("SELECT external_id, bucket, attributes, created_at FROM feedback_customer") == [
        ("c-9", bucket_of("c-9"), "{}", None)
    ]
    assert rows("SELECT f.respondent = c.id, f.bucket FROM feedback_feedbackitem f, feedback_customer c") == [
        (True, bucket_of("c-9"))
    ]


def test_rows_of_one_answer_sheet_share_a_respondent(ingest, rows, answer):
    ingest("feedback", answer(response="s-1"), answer(external_id="a-2", response="s-1"), answer(external_id="a-3"))

    assert rows("SELECT count(DISTINCT respondent), count(DISTINCT bucket) <= 2 FROM feedback_feedbackitem") == [
        (2, True)
    ]


def test_unknown_codes_are_created_unmapped_and_reported(ingest, rows, answer):
    result = ingest("feedback", answer(touchpoint="new-place", channel="new-way", unit="u-7"))

    assert result["createdCodes"] == {"touchpoint": ["new-place"], "channel": ["new-way"], "unit": ["u-7"]}
    assert rows("SELECT is_mapped FROM journeys_touchpoint WHERE code = 'new-place'") == [(False,)]
    again = ingest("feedback", answer(external_id="a-2", touchpoint="new-place"))
    assert again["createdCodes"] == {}


def test_money_is_kept_in_minor_units(ingest, rows, order):
    ingest("orders", order(margin=4), order(external_id="o-2", amount="1200", currency="jpy"))

    assert rows("SELECT amount_minor, margin_minor, currency FROM feedback_order ORDER BY external_id") == [
        (1250, 400, "CNY"),
        (1200, None, "JPY"),
    ]


def test_negative_amounts_and_named_refunds_are_refunds(ingest, rows, order):
    ingest(
        "orders",
        order(),
        order(external_id="o-2", amount=-3),
        order(external_id="o-3", amount=0, refund_of="o-1"),
    )

    assert rows("SELECT is_refund FROM feedback_order ORDER BY external_id") == [(False,), (True,), (True,)]


def test_who_referred_a_buyer_becomes_a_customer(ingest, rows, order):
    ingest("orders", order(referred_by="c-2"))

    found = rows(
        "SELECT c.external_id, r.external_id FROM feedback_order o "
        "JOIN feedback_customer c ON c.id = o.customer_id JOIN feedback_customer r ON r.id = o.referrer_id"
    )
    assert found == [("c-1", "c-2")]


def test_order_without_customer_is_kept(ingest, rows, order):
    ingest("orders", order(customer=""))

    assert rows("SELECT customer_id, bucket FROM feedback_order") == [(None, None)]


def test_interactions_keep_their_attributes(ingest, rows):
    record = {"external_id": "i-1", "occurred_at": "2026-05-01", "kind": "call", "attr.minutes": 3, "attr.empty": ""}

    ingest("interactions", record)

    assert rows("SELECT kind, attributes::text FROM feedback_interaction") == [("call", '{"minutes": "3"}')]


def test_weights_keep_nine_decimals(ingest, rows, answer):
    ingest("feedback", answer(weight="0.6704842"))

    assert rows("SELECT weight_nano FROM feedback_feedbackitem") == [(670484200,)]


def test_unknown_kind_is_refused(ingest):
    with pytest.raises(UnknownKind, match="feedback, orders"):
        ingest("units", {"code": "x"})


def test_nothing_is_stored_in_the_other_company(ingest, rows, answer, globex):
    from tenants.access import company_context

    ingest("feedback", answer(customer="c-1"))

    with company_context(globex):
        assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(0,)]
        assert rows("SELECT count(*) FROM feedback_customer") == [(0,)]


def test_each_batch_is_noted(ingest, rows, answer):
    result = ingest("feedback", answer(), answer(), {"external_id": "a-3"})

    assert rows("SELECT id, kind, state, accepted, duplicates, rejected FROM feedback_importbatch") == [
        (UUID(result["batchId"]), "feedback", "done", 1, 1, 1)
    ]
