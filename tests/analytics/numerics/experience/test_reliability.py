import numpy as np
import pytest
from scipy import optimize

from analytics.numerics.experience.one_factor import one_factor_loadings
from analytics.numerics.experience.reliability import alpha_replicates, feldt_interval, omega_replicates, reliability

UNEQUAL = np.array([0.9, 0.7, 0.5, 0.4])


def population(loadings, sd=1.0):
    matrix = np.outer(loadings, loadings)
    np.fill_diagonal(matrix, 1.0)
    return matrix * sd**2


def answers(loadings, n=640, seed=1):
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(n, len(loadings))) * np.sqrt(1 - loadings**2)
    return rng.normal(size=(n, 1)) * loadings + noise


def replicates(rows, groups=64):
    parts = np.array_split(np.arange(len(rows)), groups)
    return np.stack([np.cov(rows.T)] + [np.cov(np.delete(rows, part, axis=0).T) for part in parts])


def test_equal_items_have_one_reliability_whatever_it_is_called():
    matrix = population(np.full(5, 0.8), sd=3.0)[None]

    assert omega_replicates(matrix)[0] == pytest.approx(alpha_replicates(matrix))


def test_unequal_items_make_alpha_too_small_and_omega_right():
    truth = UNEQUAL.sum() ** 2 / (UNEQUAL.sum() ** 2 + (1 - UNEQUAL**2).sum())

    found, reason = omega_replicates(population(UNEQUAL)[None])

    assert (found[0], reason) == (pytest.approx(truth), "")
    assert alpha_replicates(population(UNEQUAL)[None])[0] < truth - 0.01


def test_loadings_are_the_least_squares_ones():
    matrix = np.corrcoef(answers(UNEQUAL, n=150).T)

    def misfit(loadings):
        return ((matrix - np.outer(loadings, loadings))[~np.eye(4, dtype=bool)] ** 2).sum()

    best = optimize.minimize(misfit, UNEQUAL, tol=1e-14).x
    assert one_factor_loadings(matrix[None])[0][0] == pytest.approx(best, abs=1e-5)


def test_more_than_two_items_report_omega_with_an_interval_that_holds_the_truth():
    truth = omega_replicates(population(UNEQUAL)[None])[0][0]

    found = [reliability(replicates(answers(UNEQUAL, seed=seed)), 640).best for seed in range(40)]

    assert {one.method for one in found} == {"McDonald's omega"}
    assert np.mean([one.low <= truth <= one.high for one in found]) >= 0.8


def test_two_items_report_spearman_brown():
    matrix = np.array([[[4.0, 1.0], [1.0, 1.0]]])

    found = reliability(matrix, 200)

    assert found.best.method == "Spearman-Brown"
    assert found.best.value == pytest.approx(2 * 0.5 / 1.5)
    assert found.alpha.value == pytest.approx(2 * (1 - 5 / 7))
    assert found.omega.reason == "omega needs three items"


def test_feldts_interval_holds_alpha_as_often_as_it_says():
    loadings = np.full(4, 0.7)
    truth = alpha_replicates(population(loadings)[None])[0]

    held = []
    for seed in range(400):
        low, high = feldt_interval(alpha_replicates(np.cov(answers(loadings, n=60, seed=seed).T)[None])[0], 60, 4)
        held.append(low <= truth <= high)

    assert np.mean(held) == pytest.approx(0.9, abs=0.04)


def test_jackknife_and_feldt_agree_on_normal_answers():
    rows = answers(np.full(4, 0.7), n=1280)

    jackknifed, alone = reliability(replicates(rows), 1280).alpha, reliability(np.cov(rows.T)[None], 1280).alpha

    assert (jackknifed.low, jackknifed.high) == pytest.approx((alone.low, alone.high), abs=0.006)


def test_one_factor_that_does_not_fit_leaves_alpha_and_says_why():
    heywood = np.array([[[1.0, 0.8, 0.8], [0.8, 1.0, 0.3], [0.8, 0.3, 1.0]]])

    found = reliability(heywood, 300)

    assert (found.best.method, found.best.value) == ("Cronbach's alpha", found.alpha.value)
    assert "Heywood" in found.best.reason


def test_an_item_that_runs_the_other_way_is_named_as_such():
    turned = np.diag([1.0, 1.0, 1.0, 1.0, -1.0])
    matrix = turned @ population(np.full(5, 0.8)) @ turned

    found = reliability(matrix[None], 300)

    assert found.omega.reason == "an item runs against the others"
    assert found.best.method == "Cronbach's alpha"


@pytest.mark.parametrize(
    ("matrix", "n", "reason"),
    [
        ([[1.0]], 100, "one item says nothing about its reliability"),
        ([[1.0, 0.5], [0.5, 1.0]], 19, "19 respondents for 2 items, at least 10 each are needed"),
        ([[1.0, 0.0], [0.0, 0.0]], 100, "an item does not vary"),
        (
            [[1.0, -0.5], [-0.5, 1.0]],
            100,
            "the items do not go together: they measure different things, or one runs the other way",
        ),
        ([[1.0, 1.0], [1.0, 1.0]], 100, "all items are answered alike, so nothing is known of their noise"),
        ([[1.0, float("nan")], [float("nan"), 1.0]], 100, "an item does not vary"),
    ],
)
def test_bad_input_is_refused_in_words(matrix, n, reason):
    found = reliability([matrix], n)

    assert (found.best.status, found.best.value, found.best.reason) == ("insufficient", None, reason)
