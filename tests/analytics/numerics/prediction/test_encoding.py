"""How columns become a design."""

import numpy as np
import pytest

from analytics.numerics.prediction.columns import Column
from analytics.numerics.prediction.encoding import learn_encoding


def test_columns_are_centred_on_the_customers_they_are_learned_from():
    rng = np.random.default_rng(1)
    known = np.where(rng.random(500) < 0.2, np.nan, rng.exponential(10, 500))
    columns = (Column("spend", known), Column("city", rng.choice(np.array(["a", "b", "c"], dtype=object), 500)))

    design = learn_encoding(columns, bent=True).encode(columns)

    assert design.mean(axis=0) == pytest.approx(0, abs=0.05)
    assert np.isfinite(design).all()


def test_a_column_of_one_value_is_left_out():
    columns = (Column("same", np.full(50, 3.0)), Column("text", np.full(50, "x", dtype=object)))

    assert learn_encoding(columns, bent=True).encode(columns).shape == (50, 0)


def test_values_beyond_those_seen_count_as_the_outermost_seen():
    code = learn_encoding((Column("x", np.arange(50.0)),), bent=True)

    found = code.encode((Column("x", np.array([49.0, 1e9, 0.0, -1e9])),))

    assert found[0].tolist() == found[1].tolist()
    assert found[2].tolist() == found[3].tolist()


def test_a_time_goes_on_along_its_line_as_far_again_as_it_was_seen():
    code = learn_encoding((Column("days", np.linspace(10.0, 50.0, 100), ages=True),), bent=True)

    found = code.encode((Column("days", np.array([50.0, 70.0, 90.0, 1e9])),))

    assert found[1, 0] - found[0, 0] == pytest.approx(found[2, 0] - found[1, 0])
    assert found[2].tolist() == found[3].tolist()


def test_missing_values_get_a_flag_and_no_value():
    values = np.r_[np.arange(100.0), np.full(30, np.nan)]
    code = learn_encoding((Column("x", values),), bent=False)

    found = code.encode((Column("x", np.array([np.nan, 49.5])),))

    assert found[0, 0] == 0
    assert found[0, 1] > 0 > found[1, 1]


def test_a_category_never_seen_is_none_of_the_known():
    seen = Column("city", np.array(["a"] * 60 + ["b"] * 40, dtype=object))
    code = learn_encoding((seen,), bent=False)

    found = code.encode((Column("city", np.array(["z"], dtype=object)),))

    assert (found < 0).all()


def test_negative_money_is_not_taken_the_logarithm_of():
    column = Column("spend", np.r_[-50.0, np.ones(200), 1e6])

    assert np.isfinite(learn_encoding((column,), bent=True).encode((column,))).all()


def test_a_column_without_any_value_is_left_out():
    column = Column("x", np.full(60, np.nan))

    assert learn_encoding((column,), bent=True).encode((column,)).shape == (60, 0)


def test_owners_say_where_each_column_of_the_design_comes_from():
    columns = (
        Column("same", np.ones(100)),
        Column("x", np.arange(100.0)),
        Column("city", np.array(["a", "b"] * 50, dtype=object)),
    )

    assert learn_encoding(columns, bent=True).owners.tolist() == [1, 1, 1, 1, 1, 2, 2]
