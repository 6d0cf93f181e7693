import numpy as np
import pytest

from analytics.numerics.drivers.importance_performance import Quadrant, place_touchpoints

NONE = ["", "", "", ""]


def replicates(values, noise, seed=1, groups=64):
    rng = np.random.default_rng(seed)
    values = np.asarray(values, dtype=float)
    return np.vstack([values, values + noise * rng.normal(size=(groups, len(values)))])


def places(
    importance=(0.4, 0.3, 0.1, 0.05), performance=(50, 90, 55, 85), reach=(1, 1, 1, 1), noise=0.001, reasons=NONE
):
    return place_touchpoints(
        replicates(importance, noise),
        replicates(performance, 100 * noise, seed=2),
        np.tile(np.asarray(reach, dtype=float), (65, 1)),
        [100] * 4,
        reasons,
    )


def test_each_corner_has_its_name_and_clear_ones_are_sure():
    found = places()

    assert [place.quadrant for place in found] == [
        Quadrant.CONCENTRATE_HERE,
        Quadrant.KEEP_IT_UP,
        Quadrant.LOW_PRIORITY,
        Quadrant.POSSIBLE_OVERKILL,
    ]
    assert all(place.sure for place in found)


def test_distances_are_from_the_means_of_all():
    found = places()

    assert sum(place.performance.value for place in found) == pytest.approx(0.0)
    assert found[0].performance.value == pytest.approx(50 - 70)
    assert found[0].importance.value == pytest.approx(0.4 - 0.2125)


def test_priority_is_importance_times_reach_times_headroom():
    found = places(reach=(0.5, 1, 1, 1))

    assert [place.priority.value for place in found] == pytest.approx([0.4 * 0.5 * 0.5, 0.03, 0.045, 0.0075])


def test_who_is_at_the_ceiling_has_no_priority():
    assert places(performance=(100, 90, 55, 85))[0].priority.value == 0.0


def test_noise_makes_places_unsure():
    found = places(noise=0.05)

    assert not any(place.sure for place in found)
    assert all(place.performance.low < 0 < place.performance.high for place in found)


def test_a_touchpoint_without_figures_has_no_place_and_moves_no_mean():
    found = places(reasons=["", "", "", "every answer is the same"])

    assert (found[3].quadrant, found[3].priority.reason) == (None, "every answer is the same")
    assert found[0].performance.value == pytest.approx(50 - 65)


def test_one_touchpoint_cannot_be_compared():
    found = places(reasons=["", "few", "few", "few"])

    assert found[0].quadrant is None
    assert "fewer than two touchpoints" in found[0].importance.reason


def test_one_group_of_customers_gives_no_place():
    [first, _] = place_touchpoints([[0.4, 0.1]], [[50, 60]], [[1, 1]], [100, 100], ["", ""])

    assert (first.quadrant, first.sure) == (None, False)
