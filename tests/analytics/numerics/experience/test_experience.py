"""Experience value and index."""

import numpy as np
import pytest

from analytics.numerics.experience.experience import experience_index, experience_value, normalised


def test_missing_dimensions_leave_their_weight_to_the_others():
    found = experience_value([[60.0, np.nan, 90.0], [50.0, 50.0, 50.0]], [0.5, 0.3, 0.2])

    assert found == pytest.approx([(30.0 + 18.0) / 0.7, 50.0])


def test_nothing_known_is_no_value():
    assert np.isnan(experience_value([[np.nan, np.nan]])).all()


def test_weights_of_zero_are_no_value():
    assert np.isnan(experience_value([[60.0, 70.0]], [0.0, 0.0])).all()


def test_negative_weights_are_refused():
    with pytest.raises(ValueError, match="negative"):
        experience_value([1.0, 2.0], [1.0, -1.0])


def test_importances_become_shares():
    assert normalised([[1.0, 3.0], [0.0, 0.0]]).tolist() == [[0.25, 0.75], [0.5, 0.5]]


def test_the_index_lies_among_its_values():
    assert 60.0 < experience_index([80.0, 60.0, 70.0], [0.2, 0.1, 0.0]) < 80.0
