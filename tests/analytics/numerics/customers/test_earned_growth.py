"""Earned growth: retention of revenue, and new customers who were brought."""

import numpy as np
import pytest

from analytics.numerics.customers.earned_growth import earned_growth
from analytics.numerics.jackknife import leave_one_out

GROUPS = np.array([100.0, 120.0, 90.0, 110.0])
COUNTS = {"customers": 400, "new_customers": 100, "new_referred": 25}


def test_rate_is_retention_plus_earned_less_all():
    found = earned_growth(*map(leave_one_out, (GROUPS, 0.9 * GROUPS, 0.25 * GROUPS)), **COUNTS)

    assert found.net_revenue_retention.value == pytest.approx(0.9)
    assert found.earned_new.value == pytest.approx(0.25)
    assert found.rate.value == pytest.approx(0.15)
    assert found.rate.high - found.rate.low == pytest.approx(0, abs=1e-9)
    assert found.referred_share_of_new.value == 0.25


def test_refunds_larger_than_sales_make_a_rate_below_minus_one():
    found = earned_growth(*map(leave_one_out, (GROUPS, -0.5 * GROUPS, 0 * GROUPS)), **COUNTS)

    assert found.rate.value == pytest.approx(-1.5)


@pytest.mark.parametrize(
    ("before", "customers", "reason"),
    [(GROUPS, 29, "at least 30"), (0 * GROUPS, 400, "not above zero"), (-GROUPS, 400, "not above zero")],
)
def test_years_that_cannot_be_compared_say_why(before, customers, reason):
    found = earned_growth(*map(leave_one_out, (before, GROUPS, GROUPS)), **COUNTS | {"customers": customers})

    assert reason in found.rate.reason
    assert found.net_revenue_retention.value is None


def test_one_group_of_customers_has_no_interval_and_no_rate():
    parts = [leave_one_out(np.array([value, 0.0, 0.0])) for value in (100.0, 90.0, 20.0)]

    assert earned_growth(*parts, **COUNTS, effective_groups=1).rate.status == "insufficient"


def test_few_new_customers_have_no_referred_share():
    found = earned_growth(*map(leave_one_out, (GROUPS, GROUPS, GROUPS)), **COUNTS | {"new_customers": 5})

    assert "5 new customers" in found.referred_share_of_new.reason
