"""Control charts hold their budget of false alarms from 5 to 5,000 answers a day, and find shifts as the tables say."""

from __future__ import annotations

import pytest

from bench.charts import SIZES, detection_days, false_alarms


@pytest.mark.slow
@pytest.mark.parametrize("n", SIZES[::3])
def test_false_alarms_of_stable_companies_are_those_of_the_budget(n: int) -> None:
    found = false_alarms(n, companies=4)

    for kind, (ours, wanted, error) in (("all", found.together), ("EWMA", found.shifts), ("days", found.spikes)):
        assert abs(ours - wanted) <= 3 * error, kind
    assert found.stated.sum() == pytest.approx(found.budget.sum())


@pytest.mark.slow
@pytest.mark.parametrize("n", [20, 500])
def test_days_that_differ_by_themselves_keep_the_budget(n: int) -> None:
    found = false_alarms(n, companies=3, months=7, drift=0.1)

    assert found.shifts[0] <= found.shifts[1] + 3 * found.shifts[2]
    assert found.spikes[0] <= 2 * found.spikes[1] + 3 * found.spikes[2]


@pytest.mark.slow
@pytest.mark.parametrize("n", SIZES)
def test_a_change_of_one_standard_error_is_found_as_soon_as_the_table_says(n: int) -> None:
    days, tabled, error = detection_days(n, runs=100)

    assert abs(days - tabled) <= 3 * error
