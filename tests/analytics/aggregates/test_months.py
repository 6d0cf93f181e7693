from datetime import date

import pytest

from analytics.aggregates.months import bounds, label, month_of, parse


@pytest.mark.parametrize("text", ["2026-01", "1999-12", "2024-02"])
def test_label_and_parse_are_inverse(text):
    assert label(parse(text)) == text


@pytest.mark.parametrize("text", ["2026-13", "2026-1", "0000-01", "26-01", "2026-00", ""])
def test_what_is_no_month_is_refused_with_advice(text):
    with pytest.raises(ValueError, match="YYYY-MM"):
        parse(text)


def test_bounds_hold_every_day_of_the_month():
    first, after = bounds(month_of(date(2026, 12, 31)))

    assert (first, after) == (date(2026, 12, 1), date(2027, 1, 1))
