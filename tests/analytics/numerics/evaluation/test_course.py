"""How both arms went: means of answers with units as the draw, and nothing where a unit stands alone."""

import numpy as np
import pytest

from analytics.numerics.evaluation.course import course


def test_the_interval_follows_the_units_and_not_the_answers() -> None:
    treated = np.arange(12) < 6
    means = np.linspace(6, 8, 12)
    few, many = np.full((12, 1), 10.0), np.full((12, 1), 1000.0)

    (one,), (other,) = (course(n, n * means[:, None], treated) for n in (few, many))

    assert one.treated.value == pytest.approx(float(means[:6].mean()))
    assert (one.treated.value, one.treated.low, one.treated.high) == pytest.approx(
        (other.treated.value, other.treated.low, other.treated.high)
    )
    assert (one.control.n, other.control.n) == (60, 6000)


def test_nine_in_ten_intervals_hold_the_mean() -> None:
    rng = np.random.default_rng(5)
    n = rng.integers(5, 40, (8, 2000)).astype(float)
    means = 7 + 0.4 * rng.normal(size=n.shape)
    treated = np.ones(8, dtype=bool)

    steps = course(n, n * means, treated)

    held = [step.treated.low < 7 < step.treated.high for step in steps]  # type: ignore[operator]
    assert 0.85 < np.mean(held) < 0.93


def test_a_period_without_answers_has_no_figure() -> None:
    n = np.array([[0.0, 3.0], [0.0, 3.0], [2.0, 0.0]])

    first, second = course(n, 7 * n, np.array([True, True, False]))

    assert (first.treated.value, first.treated.n, first.treated.reason) == (
        None, 0, "units with answers: 0, at least 2 are needed",
    )  # fmt: skip
    assert (first.control.n, first.control.status) == (2, "insufficient")
    assert (second.treated.value, second.treated.low, second.treated.high) == (7.0, 7.0, 7.0)
