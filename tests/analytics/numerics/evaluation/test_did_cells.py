"""Difference-in-differences from cells."""

import numpy as np
import pytest

from analytics.numerics.evaluation.did_cells import Cell, cell_difference, change_difference, pooled_error


def cell(values):
    return Cell(len(values), float(np.sum(values)), float(np.sum(np.square(values))))


def test_effect_and_error_equal_least_squares_on_rows():
    rng = np.random.default_rng(6)
    groups = [rng.normal(5, 1, size=40), rng.normal(5.5, 1, size=50), rng.normal(6, 1, size=30), rng.normal(8, 1, 35)]
    rows = np.concatenate(
        [np.column_stack([np.ones_like(g), g * 0 + i % 2, g * 0 + i // 2]) for i, g in enumerate(groups)]
    )
    design = np.column_stack([rows, rows[:, 1] * rows[:, 2]])
    terms, left, *_ = np.linalg.lstsq(design, np.concatenate(groups), rcond=None)
    error = np.sqrt(left[0] / (len(design) - 4) * np.linalg.inv(design.T @ design)[3, 3])

    found = cell_difference(*(cell(group) for group in groups))

    assert found.value == pytest.approx(terms[3])
    assert pooled_error(*(cell(group) for group in groups)) == pytest.approx(error)


def test_a_cell_with_one_answer_is_refused():
    good = cell([1.0, 2.0, 3.0])

    assert cell_difference(good, good, good, cell([1.0])).status == "insufficient"
    assert change_difference(good, cell([1.0])).status == "insufficient"
