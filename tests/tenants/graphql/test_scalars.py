"""Scalars take what they promise and refuse the rest with a plain message."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from graphql import GraphQLError

from tenants.graphql.scalars import SCALARS, Money


def read(kind: object, value: object) -> object:
    return SCALARS[kind].parse_value(value)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (datetime, "2026-01-31T18:30:00Z", datetime(2026, 1, 31, 18, 30, tzinfo=UTC)),
        (datetime, "2026-01-31T18:30:00+08:00", datetime(2026, 1, 31, 10, 30, tzinfo=UTC)),
        (date, "2026-01-31", date(2026, 1, 31)),
        (Decimal, "12.50", Decimal("12.50")),
        (Decimal, 3, Decimal(3)),
        (Decimal, 0.1, Decimal("0.1")),
        (Money, "-0.05", Decimal("-0.05")),
    ],
)
def test_what_is_promised_is_read(kind: object, text: object, value: object) -> None:
    assert read(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (datetime, "2026-01-31T18:30:00"), (datetime, "2026-02-30T00:00:00Z"), (datetime, "0000-01-01T00:00:00Z"),
        (datetime, "0001-01-01T00:00:00+14:00"), (datetime, "9999-12-31T23:59:59-14:00"),
        (datetime, "1899-12-31T00:00:00Z"),
        (datetime, "now"), (datetime, 1), (datetime, None), (datetime, ["2026-01-31T18:30:00Z"]),
        (date, "2026-02-30"), (date, "2201-01-01"), (date, "1899-12-31"), (date, 20260101), (date, ""),
        (Decimal, "NaN"), (Decimal, "Infinity"), (Decimal, "-sNaN"), (Decimal, "1" * 41), (Decimal, "1e999999999"),
        (Decimal, True), (Decimal, float("nan")), (Decimal, float("inf")), (Decimal, "x"), (Decimal, {}),
        (Decimal, "１"),
        (Money, "1,000"), (Money, ""),
    ],
)  # fmt: skip
def test_the_rest_is_refused(kind: object, value: object) -> None:
    with pytest.raises(GraphQLError):
        read(kind, value)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (datetime, datetime(2026, 1, 31, 18, 30, tzinfo=UTC), "2026-01-31T18:30:00+00:00"),
        (date, date(2026, 1, 31), "2026-01-31"),
        (Decimal, Decimal("1E+3"), "1000"),
        (Money, Decimal("12.30"), "12.30"),
    ],
)
def test_values_are_written_plainly(kind: object, value: object, text: str) -> None:
    assert SCALARS[kind].serialize(value) == text
