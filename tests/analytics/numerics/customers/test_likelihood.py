"""Maxima of likelihoods, and intervals from their curvature."""

import numpy as np
import pytest

from analytics.numerics.customers.likelihood import NO_MAXIMUM, intervals, maximise


def bowl(centre, weight):
    """Return a quadratic log-likelihood around `centre`, one observation of variance 1 for each unit of weight."""

    def likelihood(terms):
        return -0.5 * weight * float((terms - centre) @ (terms - centre)), -weight * (terms - centre)

    return likelihood


def test_maximum_and_covariance_of_a_bowl():
    found = maximise(bowl(np.array([1.0, -2.0]), 100.0), np.zeros(2), weight=100.0)

    assert found.terms == pytest.approx([1.0, -2.0], abs=1e-8)
    assert found.covariance == pytest.approx(np.eye(2) / 100.0, abs=2e-4)
    assert found.reason == ""


def test_maximum_beyond_the_edge_stops_there_and_is_marked():
    found = maximise(bowl(np.array([1.0, 50.0]), 100.0), np.zeros(2), weight=100.0)

    assert found.at_edge.tolist() == [False, True]
    assert found.reason == ""


def test_open_parameter_has_a_large_but_finite_error():
    def flat(terms):
        return -50.0 * terms[0] ** 2, np.array([-100.0 * terms[0], 0.0])

    found = maximise(flat, np.array([0.5, 0.5]), weight=100.0)

    assert np.sqrt(found.covariance[1, 1]) == pytest.approx(3.0)


def test_likelihood_that_is_no_number_has_no_maximum():
    def broken(terms):
        return float("nan"), np.full(2, np.nan)

    assert maximise(broken, np.zeros(2), weight=10.0).reason == NO_MAXIMUM


def test_interval_of_a_parameter_is_that_of_its_logarithm():
    found = maximise(bowl(np.array([1.0]), 100.0), np.zeros(1), weight=100.0)

    value, low, high = intervals(np.exp, found)

    assert value[0] == pytest.approx(np.e, rel=1e-6)
    assert np.log(high[0]) - 1 == pytest.approx(0.16449, rel=1e-3)
    assert 1 - np.log(low[0]) == pytest.approx(0.16449, rel=1e-3)


def test_interval_of_a_share_stays_inside_and_certain_shares_have_no_width():
    found = maximise(bowl(np.array([1.0]), 0.5), np.zeros(1), weight=0.5)

    value, low, high = intervals(lambda t: np.array([0.0, 1.0, 1 / (1 + np.exp(-t[0]))]), found, share=True)

    assert (low >= 0).all()
    assert (high <= 1).all()
    assert low[1] == value[1] == high[1] == 1.0
