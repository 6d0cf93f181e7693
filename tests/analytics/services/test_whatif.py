"""A forecast of an improvement: after the causal discount, repeatable, and refused where nothing was observed."""

from datetime import date

import pytest

from analytics.aggregates.months import month_of
from analytics.models.period import month_period
from analytics.selectors import UnscoredPeriod, run_of_period
from analytics.services.whatif import CannotForecast, Question, forecast_touchpoint, printed_forecast

JUNE = date(2026, 6, 1)


def ask(company, period=JUNE, **question):
    return forecast_touchpoint(company=company, period=period, question=Question(**{"touchpoint": "queue", **question}))


def test_gain_is_the_return_of_a_point_after_the_causal_discount(in_scored):
    queue = next(t for t in run_of_period(month_period(month_of(JUNE))).results["touchpoints"] if t["code"] == "queue")

    found = ask(in_scored, uplift=1.0, cost=100.0)

    discounted = queue["return_per_point"]["value"] * found.causal_discount.value
    assert found.delta_equity.value == pytest.approx(discounted, rel=0.15)
    assert found.npv.value == pytest.approx(found.delta_equity.value - 100)
    assert found.roi.value == pytest.approx(found.npv.value / 100)
    assert found.p_npv_positive > 0.9


def test_equal_questions_have_equal_answers(in_scored):
    assert ask(in_scored, uplift=0.5) == ask(in_scored, uplift=0.5)


def test_a_larger_uplift_is_worth_more(in_scored):
    gains = [ask(in_scored, uplift=uplift).delta_equity.value for uplift in (0.2, 0.6, 1.2)]

    assert 0 < gains[0] < gains[1] < gains[2]


def test_what_costs_too_much_is_never_paid_back(in_scored):
    found = printed_forecast(ask(in_scored, uplift=0.5, cost=10_000_000))

    assert found["payback_months"]["value"] is None
    assert found["p_npv_positive"] == 0


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ({"uplift": 1, "touchpoint": "roof"}, r"unknown touchpoint 'roof'; known are: dine, pay, queue"),
        ({"uplift": 9}, r"an uplift of 9 at queue: .* outside the observed range"),
        ({"uplift": float("nan")}, r"from -10 to 10"),
        ({"uplift": 11}, r"from -10 to 10"),
        ({"uplift": 1, "cost": -5}, r"the cost must be 0 or more"),
    ],
)
def test_question_without_an_answer_is_refused(in_scored, question, message):
    with pytest.raises(CannotForecast, match=message):
        ask(in_scored, **question)


def test_period_without_a_run_is_refused(in_scored):
    with pytest.raises(UnscoredPeriod, match="2031-01 has not been scored"):
        ask(in_scored, period=date(2031, 1, 1), uplift=1)


def test_first_month_has_money_once_its_follow_up_shows_orders(in_scored):
    found = ask(in_scored, period=date(2026, 1, 1), uplift=1)

    assert found.delta_equity.value is not None
    assert found.delta_equity.low < found.delta_equity.high
