"""The matrix is what scoring found; of a segment, or without a touchpoint, it is found anew from the same answers."""

import pytest

from analytics.models.fiscal import Calendar
from analytics.selectors import UnscoredPeriod, run_of_period
from analytics.services.scoring.matrix import CannotPlace, matrix_of
from analytics.services.scoring.months import Months

JUNE = Calendar().parse("2026-06")


def test_the_whole_matrix_is_what_scoring_stored(in_scored):
    stored = {row["code"]: row for row in run_of_period(JUNE).results["touchpoints"]}

    found = matrix_of(company=in_scored, period=JUNE)

    assert {point["code"] for point in found.points} == set(stored)
    for point in found.points:
        row = stored[point["code"]]
        assert point["value"] == row["value"]
        assert (point["quadrant"], point["quadrant_sure"]) == (row["quadrant"], row["quadrant_sure"])
        for name in ("importance", "slope", "reach", "priority"):
            assert point[name]["value"] == pytest.approx(row[name]["value"])
            assert point[name]["low"] == pytest.approx(row[name]["low"])


def test_quadrants_meet_at_the_means_of_the_points(in_scored):
    found = matrix_of(company=in_scored, period=JUNE)

    importance, value = ([point[name]["value"] for point in found.points] for name in ("importance", "value"))
    assert found.lines[0].value == pytest.approx(sum(importance) / len(importance))
    assert found.lines[1].value == pytest.approx(sum(value) / len(value))
    assert found.lines[0].low < found.lines[0].value < found.lines[0].high


def test_a_touchpoint_left_out_explains_nothing_and_moves_no_line(in_scored):
    whole = matrix_of(company=in_scored, period=JUNE)

    without = matrix_of(company=in_scored, period=JUNE, without=["queue", "unheard"])

    assert without.without == ("queue",)
    assert {point["code"] for point in without.points} == {point["code"] for point in whole.points} - {"queue"}
    assert without.r2.value < whole.r2.value


def test_a_segment_rests_on_its_own_answers(in_scored):
    whole = matrix_of(company=in_scored, period=JUNE)
    segments = [code for code in Months().segments if code]

    parts = [matrix_of(company=in_scored, period=JUNE, segment=code) for code in segments]

    assert all(0 < part.n < whole.n for part in parts) or not segments


def test_everything_left_out_leaves_nothing_to_place(in_scored):
    codes = [str(point["code"]) for point in matrix_of(company=in_scored, period=JUNE).points]

    found = matrix_of(company=in_scored, period=JUNE, without=codes)

    assert found.points == ()
    assert found.r2.status == found.lines[0].status == "insufficient"


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"segment": "nobody"}, CannotPlace, "unknown segment 'nobody'"),
        ({"without": [str(n) for n in range(61)]}, CannotPlace, "leave out 60 touchpoints at most"),
        ({"period": Calendar().parse("2031-01")}, UnscoredPeriod, "has not been scored"),
    ],
)
def test_what_cannot_be_drawn_is_refused(in_scored, asked, error, message):
    with pytest.raises(error, match=message):
        matrix_of(**{"company": in_scored, "period": JUNE, **asked})
