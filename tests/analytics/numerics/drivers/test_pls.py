"""Path models from a covariance matrix."""

import numpy as np
import pytest

from analytics.numerics.drivers.pls import fit_paths, path_estimates
from analytics.numerics.drivers.pls_weights import Construct

THREE = [Construct("service", (0, 1)), Construct("value", (2, 3)), Construct("loyalty", (4, 5))]
ARROWS = {"service": ["value", "loyalty"], "value": ["loyalty"]}


def answers(n=4000, seed=3, noise=0.6):
    rng = np.random.default_rng(seed)
    service = rng.normal(size=n)
    value = 0.6 * service + 0.8 * rng.normal(size=n)
    loyalty = 0.3 * service + 0.5 * value + 0.7 * rng.normal(size=n)
    return np.column_stack([one + noise * rng.normal(size=n) for one in (service, value, loyalty) for _ in range(2)])


def replicates(rows, groups=12):
    parts = np.array_split(np.arange(len(rows)), groups)
    return np.stack([np.cov(rows.T)] + [np.cov(np.delete(rows, part, axis=0).T) for part in parts])


@pytest.mark.parametrize("scheme", ["centroid", "path"])
@pytest.mark.parametrize("mode", ["A", "B"])
def test_paths_equal_the_regression_of_the_weighted_sums(scheme, mode):
    rows = answers()
    constructs = [Construct(one.name, one.items, mode) for one in THREE]

    model = fit_paths(np.cov(rows.T), constructs, ARROWS, scheme=scheme)

    centred = rows - rows.mean(axis=0)
    scores = [centred[:, list(one.items)] @ weights for one, weights in zip(constructs, model.weights, strict=True)]
    slopes = np.linalg.lstsq(np.column_stack(scores[:2]), scores[2], rcond=None)[0]
    assert [score.var(ddof=1) for score in scores] == pytest.approx([1, 1, 1])
    assert [model.path("service", "loyalty"), model.path("value", "loyalty")] == pytest.approx(slopes)
    residual = scores[2] - np.column_stack(scores[:2]) @ slopes
    assert model.r2[2] == pytest.approx(1 - residual.var() / scores[2].var())


def test_total_effect_adds_the_detour_to_the_direct_way():
    model = fit_paths(np.cov(answers().T), THREE, ARROWS)

    detour = model.path("service", "value") * model.path("value", "loyalty")
    assert model.total_effect("service", "loyalty") == pytest.approx(model.path("service", "loyalty") + detour)


def test_single_items_give_plain_regression():
    matrix = np.corrcoef(answers()[:, [0, 2, 4]].T)

    single = [Construct(one.name, (column,)) for column, one in enumerate(THREE)]
    model = fit_paths(matrix, single, ARROWS)

    assert model.paths[:2, 2] == pytest.approx(np.linalg.solve(matrix[:2, :2], matrix[:2, 2]))


def test_reversed_items_turn_no_sign_of_a_construct():
    turned = np.diag([1.0, 1.0, 1.0, 1.0, -1.0, -1.0])
    matrix = np.cov(answers().T)

    model = fit_paths(turned @ matrix @ turned, THREE, ARROWS)

    assert model.path("value", "loyalty") == pytest.approx(-fit_paths(matrix, THREE, ARROWS).path("value", "loyalty"))
    assert all((weights > 0).all() for weights in model.weights)


def test_intervals_hold_the_coefficient_of_the_whole_population():
    truth = fit_paths(np.cov(answers(n=200_000, seed=0).T), THREE, ARROWS).path("value", "loyalty")

    held = []
    for seed in range(1, 16):
        found = path_estimates(replicates(answers(n=640, seed=seed)), THREE, ARROWS, 640)["value", "loyalty"]
        held.append(found.low < truth < found.high)

    assert sum(held) >= 11


def test_too_few_respondents_are_refused():
    found = path_estimates(replicates(answers(n=80)), THREE, ARROWS, 80)["value", "loyalty"]

    assert (found.value, found.reason) == (None, "80 respondents for 9 parameters, at least 10 each are needed")


def test_a_model_that_cannot_be_fitted_gives_its_reason_to_every_path():
    rows = answers(n=640)
    rows[:, 5] = 3.0

    found = path_estimates(replicates(rows), THREE, ARROWS, 640)

    assert {one.reason for one in found.values()} == {"an item of loyalty does not vary"}


def test_weights_that_do_not_settle_give_no_figure():
    model = fit_paths(np.cov(answers().T), THREE, ARROWS, rounds=2)

    assert model.reason == "the weights did not settle in 2 rounds"
    assert not model.paths.any()


def test_items_that_reproduce_one_another_are_refused_under_mode_b():
    rows = answers()
    rows[:, 1] = rows[:, 0]
    service = Construct("service", (0, 1), "B")

    assert "reproduce one another" in fit_paths(np.cov(rows.T), [service, *THREE[1:]], ARROWS).reason
    assert fit_paths(np.cov(rows.T), THREE, ARROWS).reason == ""


def test_constructs_that_coincide_are_refused():
    rows = answers()
    rows[:, 2:4] = rows[:, :2]

    assert fit_paths(np.cov(rows.T), THREE, ARROWS).reason == "constructs that point to loyalty move exactly together"


def test_a_construct_without_arrows_and_one_without_relations_are_refused():
    matrix = np.eye(6)

    assert fit_paths(matrix, THREE, {"service": ["value"]}).reason == "no arrow leads to or from loyalty"
    assert "go along with nothing" in fit_paths(matrix, THREE, ARROWS).reason


def test_arrows_in_a_circle_or_to_nowhere_are_mistakes():
    with pytest.raises(ValueError, match="circle"):
        fit_paths(np.eye(6), THREE, {"service": ["value"], "value": ["service"], "loyalty": ["value"]})
    with pytest.raises(ValueError, match="unknown constructs: image"):
        fit_paths(np.eye(6), THREE, {"image": ["value"]})
