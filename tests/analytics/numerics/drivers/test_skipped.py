"""Questions left out by chance are given back where contacts tell who met the touchpoint."""

import numpy as np
import pytest

from analytics.numerics.drivers.drivers import fit_drivers
from analytics.numerics.drivers.skipped import answered_shares, filled_in
from analytics.numerics.jackknife import leave_one_out

CUSTOMERS = 20_000
SLOPES = np.array([0.5, 0.2, 0.1])
REACH = np.array([1.0, 1.0, 0.6])
ANSWERED = np.array([0.9, 0.8, 0.9])


@pytest.fixture(scope="module")
def sums():
    """Sums of people who leave questions out, and of the same people who do not."""
    rng = np.random.default_rng(4)
    common = rng.normal(size=(CUSTOMERS, 1))
    met = rng.random((CUSTOMERS, 3)) < REACH
    x = 7 + common + rng.normal(size=(CUSTOMERS, 3))
    loyalty = 6 + np.where(met, x - 7, 0) @ SLOPES + rng.normal(size=CUSTOMERS)
    told = met & (rng.random(met.shape) < ANSWERED)
    return [_sums(answers, x, loyalty) for answers in (told, met)]


def _sums(told, x, loyalty):
    rows = np.column_stack([np.ones(CUSTOMERS), told, np.where(told, x, 0), loyalty])
    parts = np.stack([part.T @ part for part in np.array_split(rows, 64)])
    total = leave_one_out(parts)
    return total[:, :-1, :-1], total[:, :-1, -1], total[:, -1, -1], total[:, 0, -1], total[:, 0, 0]


def slopes(gram, xl, *rest):
    return fit_drivers(gram, xl, *rest, ["a", "b", "c"]).slopes[0]


def test_slopes_are_found_as_if_nobody_had_left_a_question_out(sums):
    told, met = sums

    naive, filled = slopes(*told), slopes(*filled_in(told[0], told[1], ANSWERED), *told[2:])

    assert np.abs(naive - SLOPES).max() > 0.03
    assert filled == pytest.approx(SLOPES, abs=0.03)
    assert filled == pytest.approx(slopes(*met), abs=0.03)


def test_reach_is_that_of_those_who_met_it(sums):
    told, _ = sums
    gram, xl = filled_in(told[0], told[1], ANSWERED)

    assert fit_drivers(gram, xl, *told[2:], ["a", "b", "c"]).reach[0] == pytest.approx(REACH, abs=0.02)


def test_nothing_changes_where_everybody_answers(sums):
    gram, xl, *_ = sums[1]

    assert filled_in(gram, xl, np.ones(3)) == (gram, xl)


@pytest.mark.parametrize(
    ("met", "both", "told", "share"),
    [
        (1000, 900, 950, 0.9),
        (1000, 1000, 1000, 1),
        (199, 100, 100, 1),
        (1000, 400, 400, 1),
        (1000, 800, 9000, 1),
        (0, 0, 5, 1),
    ],
)
def test_the_log_is_believed_when_it_can_tell(met, both, told, share):
    assert answered_shares([met], [both], [told]).tolist() == [share]
