"""Money goes to minor units and back without loss."""

from __future__ import annotations

from decimal import Decimal

import pytest

from journeys.services.money import major_units, minor_units


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.34", "CNY", 1234), ("12.345", "CNY", 1235), ("-0.005", "EUR", -1), ("1200", "JPY", 1200), ("0", "KRW", 0)],
)
def test_major_units_become_minor_units(amount: str, currency: str, minor: int) -> None:
    assert minor_units(Decimal(amount), currency) == minor


@pytest.mark.parametrize(
    ("minor", "currency", "text"), [(1230, "CNY", "12.30"), (1200, "JPY", "1200"), (-5, "USD", "-0.05")]
)
def test_minor_units_become_major_units(minor: int, currency: str, text: str) -> None:
    assert str(major_units(minor, currency)) == text
