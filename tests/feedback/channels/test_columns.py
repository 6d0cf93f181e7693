"""Columns are checked at once, and say the same as value by value."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.channels.columns import ColumnChecker, without
from feedback.channels.currencies import to_minor
from feedback.channels.fields import format_of
from feedback.channels.problems import BadValue, shown
from feedback.channels.values import number, whole

FORM = format_of("feedback", zone=ZoneInfo("Asia/Shanghai"), as_of=datetime(2026, 6, 1, tzinfo=UTC))
VALUES = st.one_of(
    st.none(), st.text(max_size=6), st.integers(), st.floats(), st.booleans(), st.just("7"), st.just(" 3 ")
)


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_a_column_says_the_same_as_its_values_one_by_one(column):
    together, problems = ColumnChecker(FORM).check({"nps": column}, len(column))
    alone = [ColumnChecker(FORM).check({"nps": [value]}, 1) for value in column]

    assert together["nps"] == [checked["nps"][0] for checked, _ in alone]
    named = {problem.at for problem in problems if problem.path == "nps"}
    assert named == {at for at, (_, found) in enumerate(alone) if any(one.path == "nps" for one in found)}


@given(st.one_of(VALUES, st.lists(st.integers()), st.dictionaries(st.text(), st.integers()), st.binary()))
def test_no_value_makes_a_check_fail(value):
    for name in FORM.fields:
        ColumnChecker(FORM).check({name: [value]}, 1)


def test_text_and_number_of_the_same_worth_do_not_share_a_memory():
    checked, problems = ColumnChecker(FORM).check({"nps": [1, True, "1", 1.0]}, 4)

    assert checked["nps"] == [1, None, 1, 1]
    assert [problem.at for problem in problems if problem.path == "nps"] == [1]


def test_refused_rows_are_taken_out_of_every_column():
    assert without({"a": [1, 2, 3], "b": [4, 5, 6]}, {1}, 3) == {"a": [1, 3], "b": [4, 6]}


@pytest.mark.parametrize(("text", "worth"), [("1e3", "1000"), (" 5 ", "5"), ("-0", "0"), (".5", "0.5")])
def test_numbers_are_read_exactly(text, worth):
    assert number(text) == number(worth)


@pytest.mark.parametrize(("value", "stored"), [("4.0", 4), (4.0, 4), ("04", 4)])
def test_whole_numbers_may_carry_a_point(value, stored):
    assert whole(0, 10)(value) == stored


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.345", "CNY", 1235), ("-12.345", "CNY", -1235), ("0.005", "EUR", 1), ("12.5", "JPY", 13), ("3", "KRW", 3)],
)
def test_money_is_rounded_half_up(amount, currency, minor):
    assert to_minor(number(amount), currency=currency) == minor


def test_money_beyond_reason_is_refused():
    with pytest.raises(BadValue, match="too large"):
        to_minor(number("99999999999999"), currency="CNY")


def test_what_is_shown_is_short_and_printable():
    assert shown("x" * 500).startswith("x" * 80 + "...")
    assert shown("\ud800\x00") == "\\ud800\\x00"
    assert shown([[1]]) == "[...]"
