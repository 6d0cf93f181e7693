"""Stores lean on their region, and a store with nine answers is not ranked on noise."""

import numpy as np
import pytest

from analytics.aggregates.counters import UNITS
from analytics.aggregates.sums import SeriesKey, SeriesSums
from analytics.models.settings import Settings
from analytics.services.scoring.figures import Mean
from analytics.services.scoring.layout import Layout
from analytics.services.scoring.scopes import Whole
from analytics.services.scoring.units import lean, score_units

BUCKETS = 8


def answers(scores):
    """The series of answers at the queue, spread over the groups of customers."""
    hist = np.zeros((BUCKETS, 11), dtype=np.int64)
    total, squares = np.zeros(BUCKETS, dtype=np.int64), np.zeros(BUCKETS, dtype=np.int64)
    for place, score in enumerate(scores):
        hist[place % BUCKETS, score] += 1
        total[place % BUCKETS] += score * UNITS
        squares[place % BUCKETS] += (score * UNITS) ** 2
    return {SeriesKey("queue", "score", False): SeriesSums(hist=hist, total=total, squares=squares, scale=UNITS)}


def store(rng, mean, n):
    return answers(np.clip(np.round(rng.normal(mean, 2.0, size=n)), 0, 10).astype(int))


def whole(minimum=30):
    mean = Mean(np.full(65, 7.0) + np.linspace(-0.01, 0.01, 65), 2000, 64, 2000 * 4.0)
    return Whole({"queue": mean}, {"queue": 1.0}, 1.0, "nps", Settings(minimum_n=minimum))


@pytest.fixture
def scores():
    """Two regions of stores: north with one store of nine good answers and one without any, south below it."""
    rng = np.random.default_rng(3)
    own = {f"n{i}": store(rng, mean, 300) for i, mean in enumerate((7.4, 7.0, 7.2, 7.6, 6.9))}
    own |= {f"s{i}": store(rng, mean, 300) for i, mean in enumerate((5.4, 5.9, 5.6, 5.2))}
    own["few"] = answers([10, 9, 8, 8, 9, 7, 10, 6, 8])
    parents = {code: "north" if code[0] in "nf" else "south" for code in own}
    parents |= {"none": "north", "north": "all", "south": "all"}
    tree = Layout(parents=parents, journeys={}, stages={}).tree_of(own)
    return {score.code: score for score in score_units(own, lean(own, tree, whole()), tree, whole())}


def test_every_unit_of_the_tree_has_a_score(scores):
    assert set(scores) == {*(f"n{i}" for i in range(5)), *(f"s{i}" for i in range(4)),
                           "few", "none", "north", "south", "all"}  # fmt: skip
    assert scores["few"].details["parent"] == "north"
    assert scores["all"].details["parent"] == ""


def test_a_store_with_nine_good_answers_borrows_and_says_so(scores):
    few = scores["few"]

    assert (few.figures["value"].value, few.figures["value"].status) == (None, "insufficient")
    assert few.figures["expected"].status == "provisional"
    assert few.figures["expected"].reason.startswith("9 answers of its own; ")
    assert few.figures["expected"].reason.endswith("of it is borrowed from unit north")
    assert few.figures["expected"].value < 79  # its mean is 83
    assert few.evidence == "borrowed"


def test_it_is_not_ranked_first_by_its_mean(scores):
    ranks = {code: scores[code].figures["rank"] for code in ("few", "n0", "n1", "n2", "n3", "n4")}

    assert ranks["few"].high - ranks["few"].low >= 3
    assert scores["few"].details["p_best"] < 0.5
    assert ranks["n4"].value > ranks["n3"].value


def test_a_store_without_answers_is_expected_to_be_like_its_region(scores):
    none = scores["none"]

    assert (none.n, none.evidence) == (0, "borrowed")
    assert none.figures["value"].reason == "no answers"
    assert none.figures["expected"].value == pytest.approx(scores["north"].figures["expected"].value, abs=2)
    assert none.figures["expected"].value > scores["south"].figures["expected"].value + 10
    assert none.figures["expected"].reason == "0 answers of its own; 100% of it is borrowed from unit north"


def test_stores_with_many_answers_keep_their_own_value(scores):
    own = scores["n3"]

    assert own.evidence == "observed"
    assert own.figures["value"].value == own.figures["expected"].value
    assert own.figures["expected"].status == "ok"


def test_regions_are_ranked_among_each_other_and_the_top_has_no_rank(scores):
    assert scores["north"].figures["rank"].value == pytest.approx(1, abs=0.05)
    assert scores["south"].figures["rank"].value == pytest.approx(2, abs=0.05)
    assert scores["all"].figures["rank"].reason == "there is nobody to compare with"


def test_where_nothing_tells_how_units_differ_nothing_is_borrowed():
    tree = {"one": "", "other": ""}
    own = {"one": store(np.random.default_rng(1), 7, 200)}

    found = {score.code: score for score in score_units(own, lean(own, tree, whole()), tree, whole())}

    assert found["one"].figures["value"].value is not None
    assert found["one"].evidence == "observed"
    assert (found["other"].evidence, found["other"].figures["expected"].status) == ("prior", "insufficient")
    assert found["other"].figures["expected"].reason.startswith("nothing tells yet how much units differ")


def test_units_in_a_circle_do_not_hang(scores):
    layout = Layout(parents={"a": "b", "b": "a", "c": "a", "d": "c"}, journeys={}, stages={})

    assert layout.tree_of(["d"]) == {"a": "", "b": "", "c": "", "d": ""}


def test_only_units_near_those_with_answers_are_in_the_tree():
    layout = Layout(parents={"shop": "city", "empty": "city", "far": "away"}, journeys={}, stages={})

    assert layout.tree_of(["shop", "kiosk"]) == {"city": "", "empty": "city", "kiosk": "", "shop": "city"}
