"""Doubts are told in words where the answers leave them open, and only there."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.numerics.drivers.doubts import common_correlation, doubts_of

ALL = [True] * 6


@pytest.fixture(scope="module")
def fit(world):
    return world(seed=2, customers=4000).drivers()


def test_scores_that_go_together_leave_both_directions_open(fit):
    (sentence,) = doubts_of(fit, np.ones(6), ALL)

    assert 0.15 < common_correlation(fit) < 0.4
    assert "too low" in sentence
    assert "too high" in sentence


def test_questions_left_out_are_counted(fit):
    found = doubts_of(fit, [1, 0.9, 1, 1, 1, 1], ALL)

    assert found[0] == (
        "10% of those who met touchpoint-1 left the question out; they are taken to be like those who answered"
    )


def test_touchpoints_without_a_log_are_named(fit):
    found = doubts_of(fit, np.ones(6), [True, False, *[True] * 4])

    assert "who met touchpoint-1 without answering" in found[0]


def test_what_everybody_met_needs_no_log(fit):
    everywhere = replace(fit, reach=np.ones_like(fit.reach), correlations=np.eye(6))

    assert doubts_of(everywhere, np.ones(6), [False] * 6) == []


def test_one_touchpoint_goes_together_with_nothing(fit):
    alone = replace(fit, reasons=("", *["no"] * 5))

    assert common_correlation(alone) == 0
