"""The exposure regression from sums, and what it refuses."""

import json
import time

import numpy as np
import pytest

from analytics.numerics.drivers.drivers import fit_drivers
from analytics.numerics.jackknife import leave_one_out


def draw(n=3000, columns=6, seed=1, reach=0.7):
    rng = np.random.default_rng(seed)
    met = (rng.random((n, columns)) < reach).astype(np.float64)
    scores = np.clip(np.round(7 + rng.normal(size=(n, 1)) + 1.5 * rng.normal(size=(n, columns))), 0, 10)
    slopes = np.linspace(0.1, 0.6, columns)
    loyalty = 3 + met @ np.linspace(-0.3, 0.3, columns) + (met * (scores - 7)) @ slopes + rng.normal(size=n)
    return met, scores, loyalty, slopes


def fit(met, scores, loyalty, buckets=64):
    z = np.column_stack([np.ones(len(loyalty)), met, met * scores])
    bucket = np.arange(len(loyalty)) % buckets
    sums = [
        np.stack([part(z[bucket == b], loyalty[bucket == b]) for b in range(buckets)])
        for part in (
            lambda x, y: x.T @ x,
            lambda x, y: x.T @ y,
            lambda x, y: y @ y,
            lambda x, y: y.sum(),
            lambda x, y: float(len(y)),
        )
    ]
    return fit_drivers(*(leave_one_out(part) for part in sums), [f"t{j}" for j in range(met.shape[1])])


def check_is_printable(found):
    for index in range(len(found.touchpoints)):
        for figure in (found.slope_estimate(index), found.importance_estimate(index), found.r2_estimate()):
            json.dumps(figure.as_json(), allow_nan=False)
    arrays = (found.slopes, found.gamma, found.importance, found.r2, found.r2_model, found.reach, found.means)
    assert all(np.isfinite(array).all() for array in arrays)


def test_slopes_and_exposures_equal_least_squares_on_rows():
    met, scores, loyalty, _ = draw()

    found = fit(met, scores, loyalty)

    rows = np.column_stack([np.ones(len(loyalty)), met, met * scores])
    terms, residual, *_ = np.linalg.lstsq(rows, loyalty, rcond=None)
    assert found.slopes[0] == pytest.approx(terms[7:], abs=1e-10)
    assert found.gamma[0] == pytest.approx(terms[1:7] + terms[7:] * found.means[0], abs=1e-10)
    assert found.r2_model[0] == pytest.approx(1 - residual[0] / ((loyalty - loyalty.mean()) ** 2).sum(), abs=1e-10)


def test_a_replicate_is_the_fit_without_its_bucket():
    met, scores, loyalty, _ = draw(n=1280)
    kept = np.arange(1280) % 64 != 5

    found, without = fit(met, scores, loyalty), fit(met[kept], scores[kept], loyalty[kept])

    assert found.slopes[6] == pytest.approx(without.slopes[0], abs=1e-10)
    assert found.importance[6] == pytest.approx(without.importance[0], abs=1e-10)


def test_importance_adds_up_to_what_scores_explain_beyond_exposure():
    met, scores, loyalty, _ = draw()

    found = fit(met, scores, loyalty)

    exposure = np.column_stack([np.ones(len(loyalty)), met])
    left = loyalty - exposure @ np.linalg.lstsq(exposure, loyalty, rcond=None)[0]
    by_exposure = 1 - (left @ left) / ((loyalty - loyalty.mean()) ** 2).sum()
    assert found.importance.sum(axis=1) == pytest.approx(found.r2)
    assert found.r2_model[0] - found.r2[0] == pytest.approx(by_exposure, abs=1e-10)


def test_planted_slopes_lie_in_their_intervals():
    hits = []
    for seed in range(12):
        met, scores, loyalty, slopes = draw(n=1500, seed=seed)
        found = fit(met, scores, loyalty)
        estimates = [found.slope_estimate(j) for j in range(6)]
        hits += [e.low <= slope <= e.high for e, slope in zip(estimates, slopes, strict=True)]

    assert 0.8 <= np.mean(hits) <= 0.99


def test_order_of_touchpoints_does_not_matter():
    met, scores, loyalty, _ = draw()
    order = [3, 0, 5, 1, 4, 2]

    found, turned = fit(met, scores, loyalty), fit(met[:, order], scores[:, order], loyalty)

    assert turned.importance[0] == pytest.approx(found.importance[0][order], abs=1e-10)


def test_a_change_of_loyalty_scale_changes_slopes_only():
    met, scores, loyalty, _ = draw()

    found, doubled = fit(met, scores, loyalty), fit(met, scores, 2 * loyalty + 1)

    assert doubled.slopes == pytest.approx(2 * found.slopes, abs=1e-9)
    assert doubled.importance == pytest.approx(found.importance, abs=1e-9)


def test_a_touchpoint_that_everybody_meets_has_a_slope_but_no_exposure():
    met, scores, loyalty, _slopes = draw()
    met[:, 2] = 1.0

    found = fit(met, scores, loyalty)

    assert found.reasons[2] == ""
    assert found.gamma[0, 2] == 0.0
    assert found.slope_estimate(2).value is not None
    check_is_printable(found)


def test_touchpoints_always_met_together_keep_their_slopes():
    met, scores, loyalty, _ = draw()
    met[:, 1] = met[:, 0]

    found = fit(met, scores, loyalty)

    assert found.usable.all()
    check_is_printable(found)


def test_scores_that_move_exactly_together_are_named_and_refused():
    met, scores, loyalty, _ = draw()
    met[:, 3], scores[:, 3] = met[:, 4], scores[:, 4]

    found = fit(met, scores, loyalty)

    assert "t4" in found.reasons[3]
    assert "t3" in found.reasons[4]
    assert found.slope_estimate(3).value is None
    assert found.vif[3] is None
    assert found.usable.tolist() == [True, True, True, False, False, True]
    check_is_printable(found)


@pytest.mark.parametrize(("constant", "reason"), [(10.0, "ceiling"), (6.0, "same")])
def test_a_constant_column_is_refused(constant, reason):
    met, scores, loyalty, _ = draw()
    scores[:, 0] = constant

    found = fit(met, scores, loyalty)

    assert reason in found.reasons[0]
    assert found.importance_estimate(0).status == "insufficient"
    check_is_printable(found)


def test_few_answers_on_a_touchpoint_refuse_only_that_touchpoint():
    met, scores, loyalty, _ = draw()
    met[:, 5] = 0.0
    met[:12, 5] = 1.0

    found = fit(met, scores, loyalty)

    assert "12 answers" in found.reasons[5]
    assert found.usable.sum() == 5
    check_is_printable(found)


def test_fewer_than_ten_rows_per_parameter_refuse_everything():
    met, scores, loyalty, _ = draw(n=100)

    found = fit(met, scores, loyalty)

    assert not found.usable.any()
    assert found.r2_estimate().status == "insufficient"
    check_is_printable(found)


@pytest.mark.parametrize("rows", [0, 1, 64])
def test_hardly_any_rows_never_crash(rows):
    met, scores, loyalty, _ = draw(n=max(rows, 1))

    check_is_printable(fit(met[:rows], scores[:rows], loyalty[:rows]))


def test_loyalty_without_variation_is_refused():
    met, scores, loyalty, _ = draw()

    found = fit(met, scores, np.full(len(loyalty), 10.0))

    assert "same loyalty" in found.reasons[0]
    check_is_printable(found)


def test_rows_of_weight_zero_are_refused():
    zero = np.zeros((65, 5, 5))

    found = fit_drivers(zero, zero[:, 0], zero[:, 0, 0], zero[:, 0, 0], zero[:, 0, 0], ["a", "b"])

    assert not found.usable.any()
    check_is_printable(found)


def test_a_gram_of_another_layout_is_refused():
    with pytest.raises(ValueError, match="need 5 columns"):
        fit_drivers(np.zeros((3, 7, 7)), np.zeros((3, 7)), np.zeros(3), np.zeros(3), np.zeros(3), ["a", "b"])


def test_forty_touchpoints_with_all_replicates_take_less_than_a_second():
    met, scores, loyalty, _ = draw(n=2000, columns=40)
    z = np.column_stack([np.ones(2000), met, met * scores])
    shape = np.ones((65, 1, 1))
    gram, xl, names = shape * (z.T @ z), shape[:, 0] * (z.T @ loyalty), [f"t{j}" for j in range(40)]
    started = time.process_time()

    fit_drivers(gram, xl, np.full(65, loyalty @ loyalty), np.full(65, loyalty.sum()), np.full(65, 2000.0), names)

    assert time.process_time() - started < 1.0


def test_lmg_agrees_with_johnson_and_leaves_refused_touchpoints_out():
    met, scores, loyalty, _ = draw()
    scores[:, 0] = 10.0

    found = fit(met, scores, loyalty)

    shares = found.lmg_shares()
    assert shares[0] == 0.0
    assert shares.sum() == pytest.approx(found.r2[0])
    assert shares == pytest.approx(found.importance[0], abs=0.02)


def test_lmg_is_left_out_above_fourteen_touchpoints():
    met, scores, loyalty, _ = draw(columns=15)

    assert fit(met, scores, loyalty).lmg_shares() is None


def test_no_touchpoints_explain_nothing():
    one = np.ones(65)

    found = fit_drivers(100 * one[:, None, None], 700 * one[:, None], 5000 * one, 700 * one, 100 * one, [])

    assert found.r2_estimate().reason == "no touchpoints"


def test_exposure_that_everybody_shares_is_no_parameter():
    rng = np.random.default_rng(3)
    scores = rng.integers(0, 11, size=(130, 10)).astype(float)
    loyalty = np.clip(scores.mean(axis=1) + rng.normal(size=130), 0, 10)
    design = np.column_stack([np.ones(130), np.ones((130, 10)), scores])
    moments = design.T @ design, design.T @ loyalty, loyalty @ loyalty, loyalty.sum(), 130.0

    fit = fit_drivers(*(np.repeat(np.asarray(part)[None], 3, axis=0) for part in moments), [str(j) for j in range(10)])

    assert fit.usable.all()
