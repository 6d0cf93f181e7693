"""Control charts hold their budget of false alarms from 5 to 5,000 answers a day, and find shifts as the tables say."""

from __future__ import annotations

import pytest

from bench.charts import SIZES, detection_days, false_alarms


@pytest.mark.slow
@pytest.mark.parametrize("n", SIZES)
def test_false_alarms_of_stable_companies_are_those_of_the_budget(n: int) -> None:
    found = false_alarms(n, companies=3)

    # The metrics of a touchpoint share their answers, so alarms come in twos: three standard errors of twice a Poisson.
    error = 3 * (2 * found.allowed_shifts) ** 0.5
    assert found.allowed_shifts - error <= found.shifts <= found.allowed_shifts + error
    assert found.spikes <= found.allowed_spikes + 3 * found.allowed_spikes**0.5


@pytest.mark.slow
@pytest.mark.parametrize("n", [20, 500])
def test_days_that_differ_by_themselves_keep_the_budget(n: int) -> None:
    found = false_alarms(n, companies=3, drift=0.1)

    error = 3 * (2 * found.allowed_shifts) ** 0.5
    assert found.shifts <= found.allowed_shifts + error
    assert found.spikes <= 2 * found.allowed_spikes + 3 * found.allowed_spikes**0.5


@pytest.mark.slow
@pytest.mark.parametrize("n", SIZES)
def test_a_fall_of_one_standard_error_is_found_as_soon_as_the_table_says(n: int) -> None:
    days, tabled = detection_days(n, runs=100)

    assert days == pytest.approx(tabled, rel=0.2)
