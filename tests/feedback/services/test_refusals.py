"""Each bad value is refused with its row, its field, a code and what to do; the other rows are stored."""

import pytest

from feedback.services.results import IntakeAnswer

LONG = "x" * 20_001


def reasons(result: IntakeAnswer) -> list[tuple[int, str, str]]:
    return [(one["index"], one["path"], one["code"]) for one in result["rejected"]]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("occurred_at", "2026-06-03T00:00:00Z", "future"),
        ("occurred_at", "9999-12-31T23:59:59-12:00", "future"),
        ("occurred_at", "0000-01-01", "bad_time"),
        ("occurred_at", "0001-01-01", "bad_time"),
        ("occurred_at", "1899-12-31T12:00:00Z", "bad_time"),
        ("occurred_at", "2018-02-29", "bad_time"),
        ("occurred_at", "yesterday", "bad_time"),
        ("occurred_at", 1767225600, "bad_time"),
        ("occurred_at", "", "missing"),
        ("external_id", None, "missing"),
        ("external_id", "   ", "missing"),
        ("external_id", "x" * 256, "too_long"),
        ("external_id", 1.5, "bad_id"),
        ("external_id", True, "bad_id"),
        ("external_id", ["a"], "bad_id"),
        ("external_id", 10**18, "bad_id"),
        ("customer", "a\x00b", "bad_character"),
        ("touchpoint", "a\nb", "bad_character"),
        ("touchpoint", "t" * 121, "too_long"),
        ("nps", 11, "out_of_range"),
        ("nps", -1, "out_of_range"),
        ("nps", "NaN", "not_a_number"),
        ("nps", float("nan"), "not_a_number"),
        ("nps", float("inf"), "not_a_number"),
        ("nps", "8.5", "not_whole"),
        ("nps", True, "not_a_number"),
        ("nps", {"value": 9}, "not_a_number"),
        ("nps", 10**300, "out_of_range"),
        ("nps", "9" * 5000, "out_of_range"),
        ("nps", "1e999999", "out_of_range"),
        ("csat", 0, "out_of_range"),
        ("ces", 8, "out_of_range"),
        ("rating", 6, "out_of_range"),
        ("rating_max", 12, "out_of_range"),
        ("weight", -0.5, "negative"),
        ("text", LONG, "too_long"),
        ("text", "y" * 10_000_000, "too_long"),
        ("text", "a\x00", "bad_character"),
        ("text", "\ud800", "bad_character"),
        ("text", 5, "not_text"),
        ("score.q1", "many", "not_a_number"),
    ],
)
def test_bad_value_in_an_answer_is_refused(ingest, answer, field, value, code):
    result = ingest("feedback", answer(external_id="good"), answer(**{field: value}))

    assert result["accepted"] == 1
    assert reasons(result) == [(1, field, code)]
    assert len(result["rejected"][0]["message"]) > 10


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("amount", "twelve", "not_a_number"),
        ("amount", "1,200.00", "not_a_number"),
        ("amount", None, "missing"),
        ("amount", "1e15", "out_of_range"),
        ("amount", "-Infinity", "not_a_number"),
        ("margin", "x", "not_a_number"),
        ("currency", "XXQ", "unknown_currency"),
        ("currency", 156, "unknown_currency"),
    ],
)
def test_bad_value_in_an_order_is_refused(ingest, order, field, value, code):
    result = ingest("orders", order(external_id="good"), order(**{field: value}))

    assert result["accepted"] == 1
    assert reasons(result) == [(1, field, code)]


def test_each_wrong_field_of_a_row_is_named_and_the_row_counted_once(ingest, rows, answer):
    result = ingest("feedback", answer(nps=11, csat=9))

    assert sorted(reasons(result)) == [(0, "csat", "out_of_range"), (0, "nps", "out_of_range")]
    assert rows("SELECT rejected FROM feedback_importbatch") == [(1,)]


def test_answer_without_any_answer_is_refused(ingest, answer):
    result = ingest("feedback", answer(nps=None))

    assert reasons(result) == [(0, "", "empty")]


def test_unknown_field_is_refused_by_name(ingest, answer):
    result = ingest("feedback", answer(npss=3), answer(external_id="ok"))

    assert reasons(result) == [(0, "npss", "unknown_field")]
    assert result["accepted"] == 1


@pytest.mark.parametrize("record", [None, 1, "text", ["a"], True])
def test_what_is_no_object_is_refused(ingest, answer, record):
    result = ingest("feedback", record, answer())

    assert reasons(result) == [(0, "", "not_a_record")]
    assert result["accepted"] == 1


def test_time_without_a_zone_is_the_companys(ingest, rows, answer):
    ingest("feedback", answer(occurred_at="2026-05-01T08:00:00"))

    found = rows("SELECT occurred_at AT TIME ZONE 'UTC' FROM feedback_feedbackitem")
    assert str(found[0][0]) == "2026-05-01 00:00:00"


def test_longer_scale_is_accepted_when_named(ingest, rows, answer):
    ingest("feedback", answer(rating=10, rating_max=10), answer(external_id="a-2", rating=4))

    assert rows("SELECT rating, rating_max FROM feedback_feedbackitem ORDER BY external_id") == [(10, 10), (4, 5)]
