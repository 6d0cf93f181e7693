"""Over trees of unequal sizes, levels are better than raw means and their intervals cover what they should."""

import numpy as np
import pytest

from analytics.numerics.experience.between import spread_between
from analytics.numerics.experience.hierarchy import shrink_tree
from analytics.numerics.shrinkage import paule_mandel, shrink

INF = float("inf")
SD = 2.0
SIZES = (0, 5, 9, 20, 60, 200, 400)


def world(rng, *, regions, stores, sd_regions, sd_stores):
    """Regions of unequal numbers of stores with unequal numbers of answers; returns what is measured, and the truth."""
    parents, truth, n = [-1] * regions, list(7 + sd_regions * rng.normal(size=regions)), [0] * regions
    for region in range(regions):
        for _ in range(rng.integers(stores[0], stores[1] + 1)):
            parents.append(region)
            truth.append(truth[region] + sd_stores * rng.normal())
            n.append(int(rng.choice(SIZES)))
    n, truth = np.array(n), np.array(truth)
    variances = np.where(n > 0, SD**2 / np.maximum(n, 1), INF)
    means = np.where(n > 0, truth + SD / np.sqrt(np.maximum(n, 1)) * rng.normal(size=len(n)), 0.0)
    return means, variances, n, np.array(parents), truth


WORLDS = [
    {"regions": 5, "stores": (3, 12), "sd_regions": 0.4, "sd_stores": 0.4},
    {"regions": 3, "stores": (3, 8), "sd_regions": 0.2, "sd_stores": 0.5},
    {"regions": 8, "stores": (5, 40), "sd_regions": 0.3, "sd_stores": 0.3},
    {"regions": 2, "stores": (3, 6), "sd_regions": 0.4, "sd_stores": 0.4},
]


@pytest.mark.parametrize("shape", WORLDS)
def test_intervals_of_stores_and_regions_cover_as_they_say(shape):
    rng = np.random.default_rng(11)
    met = {"answered": [], "few": [], "none": [], "region": []}
    for _ in range(150):
        means, variances, n, parents, truth = world(rng, **shape)
        found = shrink_tree(means, variances, n, parents)
        inside = np.abs(found.values - truth) <= 1.6449 * np.sqrt(found.variances)
        met["answered"] += list(inside[(parents >= 0) & (n > 0)])
        met["few"] += list(inside[(parents >= 0) & (n > 0) & (n < 15)])
        met["none"] += list(inside[(parents >= 0) & (n == 0)])
        for region in np.flatnonzero(parents < 0):
            below = parents == region
            if n[below].sum():
                delivered = n[below] @ truth[below] / n[below].sum()
                met["region"].append(abs(found.values[region] - delivered) <= 1.6449 * np.sqrt(found.variances[region]))

    covered = {name: float(np.mean(values)) for name, values in met.items()}
    assert all(0.82 <= share <= 0.97 for share in covered.values()), covered


def test_held_out_means_are_predicted_better_than_by_raw_means_and_by_the_grand_mean():
    """As with ratings of lecturers in departments: few ratings each, and what is predicted are other ratings."""
    rng = np.random.default_rng(5)
    errors = {"raw": [], "level": [], "grand": []}
    for seen in (3, 5, 10, 20):
        parents = np.concatenate([np.full(14, -1), np.repeat(np.arange(14), 40)])
        truth = np.zeros(len(parents))
        truth[:14] = 0.25 * rng.normal(size=14)
        truth[14:] = truth[parents[14:]] + 0.45 * rng.normal(size=14 * 40)
        means, held_out = (truth + 1.3 / np.sqrt(size) * rng.normal(size=len(truth)) for size in (seen, 60))
        variances = np.where(parents < 0, INF, 1.3**2 / seen)
        found = shrink_tree(means, variances, np.where(parents < 0, 0, seen), parents)
        stores = parents >= 0
        guesses = {"raw": means, "level": found.values, "grand": np.full(len(means), means[stores].mean())}
        for name, guess in guesses.items():
            errors[name].append(float(np.sqrt(np.mean((guess[stores] - held_out[stores]) ** 2))))

    assert (np.array(errors["level"]) < 0.95 * np.array(errors["raw"]))[:2].all(), errors
    assert (np.array(errors["level"]) < np.array(errors["raw"])).all(), errors
    assert (np.array(errors["level"]) < np.array(errors["grand"])).all(), errors


def test_a_store_with_nine_answers_does_not_lead_by_luck():
    first = {"raw": 0, "level": 0}
    for seed in range(300):
        rng = np.random.default_rng(seed)
        n = np.full(30, 300)
        n[7] = 9
        means = 7 + 0.15 * rng.normal(size=30) + SD / np.sqrt(n) * rng.normal(size=30)
        found = shrink_tree(means, SD**2 / n, n, [-1] * 30)
        first["raw"] += int(means.argmax() == 7)
        first["level"] += int(found.values.argmax() == 7)

    assert first["raw"] > 60
    assert first["level"] <= 3


def test_with_many_cells_it_is_plain_shrinkage():
    rng = np.random.default_rng(2)
    n = rng.integers(5, 200, size=600)
    means = 5 + 0.5 * rng.normal(size=600) + 2 / np.sqrt(n) * rng.normal(size=600)

    flat, tree = shrink(means, 4 / n), shrink_tree(means, 4 / n, n, [-1] * 600)

    assert tree.tau2[0] == pytest.approx(flat.tau2, rel=0.05)
    assert np.abs(tree.values - flat.values).max() < 0.03
    assert tree.variances == pytest.approx(flat.variances, rel=0.1)


def test_the_level_of_a_region_is_its_stores_levels_weighted_by_answers():
    means, variances, n, parents, _ = world(np.random.default_rng(3), **WORLDS[0])
    found = shrink_tree(means, variances, n, parents)

    for region in np.flatnonzero(parents < 0):
        below = parents == region
        assert found.values[region] == pytest.approx(n[below] @ found.values[below] / n[below].sum())


def test_a_node_without_answers_takes_its_parents_level_with_the_doubt_between_siblings():
    found = shrink_tree([8, 8.2, 7.9, 8.1, 0, 0], [0.01] * 4 + [INF, INF], [400] * 4 + [0, 0], [5, 5, 5, 5, 5, -1])

    assert found.values[4] == pytest.approx(found.values[5], abs=0.01)
    assert found.borrowed[4] == 1
    assert found.variances[4] > 3 * found.variances[0]


def test_answers_of_a_region_itself_count_as_one_more_store():
    own = shrink_tree([7, 8, 7.5], [0.1, 0.1, 0.1], [40, 40, 40], [2, 2, -1])
    child = shrink_tree([7, 8, 0, 7.5], [0.1, 0.1, INF, 0.1], [40, 40, 0, 40], [2, 2, -1, 2])

    assert own.values.tolist() == pytest.approx(child.values[:3].tolist())
    assert own.values[2] == pytest.approx(7.5)


def test_an_only_child_is_its_parent():
    found = shrink_tree([7.0, 0.0], [0.2, INF], [20, 0], [1, -1])

    assert found.values.tolist() == [7.0, 7.0]
    assert found.variances.tolist() == pytest.approx([0.2, 0.2])
    assert found.borrowed.tolist() == [0.0, 0.0]


def test_what_is_borrowed_is_what_a_nodes_own_answers_do_not_decide():
    """A shift of a node's own answers, with tau2 as it is, moves its level by one minus what is borrowed."""
    means, variances, n, parents, _ = world(np.random.default_rng(9), **WORLDS[0])
    found = shrink_tree(means, variances, n, parents)
    for node in np.flatnonzero((parents >= 0) & (n > 0))[:6]:
        moved = means.copy()
        moved[node] += 1e-4
        change = (shrink_tree(moved, variances, n, parents).values[node] - found.values[node]) / 1e-4
        assert change == pytest.approx(1 - found.borrowed[node], abs=0.12)


def test_where_no_two_stores_can_be_compared_nothing_is_known_of_a_third():
    found = shrink_tree([7.0, 0.0, 0.0], [0.2, INF, INF], [20, 0, 0], [2, 2, -1])

    assert np.isinf(found.variances[1])
    assert found.variances[[0, 2]].tolist() == pytest.approx([0.2, 0.2])


def test_equal_means_are_pulled_together_and_nothing_breaks():
    found = shrink_tree([7.0] * 5, [0.1] * 5, [10] * 5, [-1] * 5)

    assert found.values == pytest.approx(7.0)
    assert np.isfinite(found.variances).all()
    assert (found.variances > 0).all()


@pytest.mark.parametrize("variances", [[0.0, 0.0, 0.0], [0.0, 0.1, 0.2]])
def test_answers_that_all_agree_leave_numbers_finite(variances):
    found = shrink_tree([7.0, 8.0, 6.0], variances, [3, 10, 5], [-1] * 3)

    assert np.isfinite(found.values).all()
    assert (found.variances >= 0).all()


def test_the_order_of_nodes_does_not_matter():
    means, variances, n, parents, _ = world(np.random.default_rng(8), **WORLDS[0])
    order = np.random.default_rng(1).permutation(len(n))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    moved = np.array([place[parent] if parent >= 0 else -1 for parent in parents])[order]

    straight = shrink_tree(means, variances, n, parents)
    shuffled = shrink_tree(means[order], variances[order], n[order], moved)

    assert shuffled.values == pytest.approx(straight.values[order])
    assert shuffled.variances == pytest.approx(straight.variances[order])


def test_deep_and_lopsided_trees_work():
    found = shrink_tree([8, 7, 6, 0, 0], [0.1, 0.2, 0.3, INF, INF], [9, 9, 9, 0, 0], [3, 4, -1, 4, -1])

    assert np.isfinite(found.values).all()
    assert len(found.tau2) == 3


@pytest.mark.parametrize("parents", [[1, 0], [0, -1]])
def test_a_node_above_itself_is_refused(parents):
    with pytest.raises(ValueError, match="its own ancestor"):
        shrink_tree([7, 8], [0.1, 0.1], [9, 9], parents)


def test_a_tree_that_says_nothing_is_refused():
    with pytest.raises(ValueError, match="no node has a mean"):
        shrink_tree([0, 0], [INF, INF], [0, 0], [-1, -1])


def test_variance_between_many_cells_is_the_estimate_of_paule_and_mandel():
    rng = np.random.default_rng(4)
    v = rng.uniform(0.02, 0.5, size=800)
    y = 0.6 * rng.normal(size=800) + np.sqrt(v) * rng.normal(size=800)

    found = spread_between(y, v, np.zeros(800))

    assert found.mean == pytest.approx(paule_mandel(y, v), rel=0.05)
    assert found.weights.sum() == pytest.approx(1)


def test_cells_are_compared_inside_their_groups_only():
    together = spread_between([1.0, 1.1, 9.0, 9.1] * 10, [0.01] * 40, [0, 0, 1, 1] * 10)

    assert together.mean < 0.02
