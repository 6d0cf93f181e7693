"""Each driver says how sure its rank is, what kind it is, and whether to start there."""

import pytest

from analytics.selectors import current_runs


@pytest.fixture
def touchpoints(in_scored):
    """The touchpoints of the last month that has answers, by code."""
    runs = current_runs().reverse()
    rows = next(run.results["touchpoints"] for run in runs if run.results["company"]["value"]["value"] is not None)
    return {row["code"]: row for row in rows}


def test_the_planted_driver_is_the_strongest_beyond_doubt(touchpoints):
    assert touchpoints["queue"]["p_top"] > 0.95
    assert touchpoints["queue"]["p_value"] < 0.01
    assert sum(row["p_top"] for row in touchpoints.values()) == pytest.approx(1, abs=0.02)


def test_an_adjusted_p_value_is_never_below_the_plain_one_of_the_strongest(touchpoints):
    found = sorted(row["p_value"] for row in touchpoints.values())

    assert all(0 <= one <= 1 for one in found)
    assert min(touchpoints, key=lambda code: touchpoints[code]["p_value"]) == "queue"


def test_the_priority_is_importance_by_reach_by_what_is_open_above(touchpoints):
    queue = touchpoints["queue"]
    open_above = (100 - queue["value"]["value"]) / 100

    assert queue["priority"]["value"] == pytest.approx(
        queue["importance"]["value"] * queue["reach"]["value"] * open_above
    )
    assert queue["priority"]["low"] <= queue["priority"]["value"] <= queue["priority"]["high"]
    assert {row["quadrant"] for row in touchpoints.values()} & {"concentrate_here", "keep_it_up"}


def test_a_kind_is_only_said_where_the_interval_agrees(touchpoints):
    for row in touchpoints.values():
        kano = row["kano"]
        assert kano["kind"] in {kano["likely"], "cannot_tell"}
        assert kano["kind"] != "cannot_tell" or kano["reason"]


def test_touchpoints_that_do_not_go_together_do_not_blur_each_other(touchpoints):
    assert all(1 <= row["vif"] < 2 for row in touchpoints.values())


def test_lmg_agrees_with_johnson_and_adds_up_to_what_is_explained(in_scored, touchpoints):
    found = {code: row["lmg"] for code, row in touchpoints.items()}

    assert max(found, key=found.get) == "queue"
    assert sum(found.values()) == pytest.approx(sum(row["importance"]["value"] for row in touchpoints.values()))
    for code, row in touchpoints.items():
        assert found[code] == pytest.approx(row["importance"]["value"], abs=0.02)
