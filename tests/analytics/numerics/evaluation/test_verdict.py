"""One rule, whatever the design."""

import pytest

from analytics.numerics.estimate import Estimate, insufficient
from analytics.numerics.evaluation.verdict import (
    Detectable,
    Evidence,
    cannot_tell,
    concluded,
    detectable,
    judge,
    leaning_of,
)

UP, DOWN = Estimate(0.5, 0.3, 0.7, 900), Estimate(-0.5, -0.7, -0.3, 900)
NOTHING = insufficient(3, "3 answers")


@pytest.mark.parametrize(
    ("evidence", "verdict"),
    [
        (Evidence(UP, 0.01), "worked"),
        (Evidence(DOWN, 0.01), "harmed"),
        (Evidence(UP, 0.06), "no_evidence"),
        (Evidence(UP, None), "cannot_tell"),
        (Evidence(NOTHING, 0.01), "cannot_tell"),
        (Evidence(UP, 0.01, UP, 0.05), "worked"),
        (Evidence(UP, 0.01, UP, 0.06), "no_evidence"),
        (Evidence(UP, 0.01, DOWN, 0.01), "no_evidence"),
        (Evidence(UP, 0.01, NOTHING, None), "cannot_tell"),
        (Evidence(UP, 0.01, UP, 0.01, UP, 0.04), "cannot_tell"),
        (Evidence(UP, 0.01, UP, 0.01, DOWN, 0.04), "worked"),
        (Evidence(UP, 0.01, UP, 0.01, UP, 0.4), "worked"),
        (Evidence(UP, 0.01, UP, 0.01, NOTHING, None), "worked"),
    ],
)
def test_the_verdict_follows_from_the_evidence(evidence, verdict):
    assert judge(evidence)[0] == verdict
    assert judge(evidence)[1]


def test_an_effect_without_a_reason_still_gets_one():
    assert "too few units" in judge(Evidence(UP, None))[1]
    assert judge(Evidence(NOTHING, None))[1] == "3 answers"


def test_few_units_and_a_rough_plain_comparison_make_small_effects_invisible():
    assert detectable(1.0, 5).gain > detectable(1.0, 50).gain
    assert detectable(1.0, 50, plain_error=3.0).gain > detectable(1.0, 50).gain
    assert detectable(1.0, 50, hurdle=6.0).gain > 6.0


def test_a_plain_comparison_that_leans_upwards_hides_losses():
    even, leaning = (detectable(1.0, 50, plain_error=1.0, leaning=by) for by in (0.0, 2.0))

    assert leaning.gain == even.gain == even.loss
    assert leaning.loss > even.loss + 1


def test_without_a_standard_error_there_is_no_statement_of_power():
    assert detectable(float("nan"), 10) == Detectable(None, None)
    assert detectable(1.0, 10, plain_error=float("inf")).gain is None
    assert detectable(1.0, 10, leaning=leaning_of(UP, NOTHING)).gain is None


def test_what_the_rule_did_not_need_is_still_shown():
    found = concluded(Evidence(UP, 0.01), smallest=Detectable(0.4, 0.5), shown=DOWN)

    assert (found.verdict, found.plain, found.smallest_detectable) == ("worked", DOWN, 0.4)
    assert found.placebo.reason == "there is no room for a placebo before the plan"


def test_a_refusal_carries_its_reason_everywhere():
    found = cannot_tell(7, "everybody was treated")

    assert found.effect.reason == found.plain.reason == found.reason == "everybody was treated"
    assert found.p_value is found.placebo_p is found.smallest_detectable is None
