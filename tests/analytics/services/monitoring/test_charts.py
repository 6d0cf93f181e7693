"""Charts of a company: which there are, what they rest on, and that the question does not change the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from analytics.models.alert import ChartMetric
from analytics.services.monitoring.charts import BadRange, charts, default_day
from analytics.services.monitoring.metrics import chart_key
from analytics.services.settings import change_settings
from tests.analytics.day_cells import AS_OF, add_cells, answers

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def company(layout):
    add_cells(0, "score", answers(seed=1))
    add_cells(0, "nps", answers(seed=2))
    add_cells(1, "score", answers(n=6, seed=3))
    add_cells(-1, "nps", answers(n=20, seed=4))
    return layout


def by_key(month):
    return {chart_key(one.touchpoint, one.metric): one for one in month}


def test_every_metric_with_answers_has_a_chart(company):
    (month,) = charts(company=company, first=SEPTEMBER, last=AS_OF)

    assert sorted(by_key(month)) == [
        "/answers", "/detractors", "/mean", "/nps", "dine/answers", "dine/mean",
        "queue/answers", "queue/detractors", "queue/mean", "queue/nps",
    ]  # fmt: skip
    assert {one.found.status for one in month} == {"ok"}
    assert {round(one.run_length) for one in month} == {round(12 * 365.25 / 12)}


def test_figures_are_those_of_the_answers(company):
    (month,) = charts(company=company, first=SEPTEMBER, last=AS_OF)
    hist, nps = answers(seed=1)[-1], answers(seed=2)[-1]
    found = by_key(month)

    assert found["queue/mean"].found.values[-1] == pytest.approx(hist @ np.arange(11) / hist.sum())
    assert found["queue/detractors"].found.values[-1] == pytest.approx(nps[:7].sum() / nps.sum())
    assert found["queue/nps"].found.values[-1] == pytest.approx(100 * (nps[9:].sum() - nps[:7].sum()) / nps.sum())
    assert found["queue/answers"].size[-1] == hist.sum()
    assert found["dine/mean"].found.day_high is None
    assert found["queue/detractors"].found.day_high is not None


def test_a_month_is_the_same_however_it_is_asked_for(company):
    (alone,) = charts(company=company, first=SEPTEMBER, last=AS_OF, touchpoints=["queue"], metrics=["mean"])
    together = charts(company=company, first=date(2026, 6, 15), last=AS_OF)

    assert [len(month) for month in together] == [10, 10, 10, 10]
    same = by_key(together[-1])["queue/mean"]
    assert alone[0].found.z.tobytes() == same.found.z.tobytes()
    assert alone[0].found.chart.high.tobytes() == same.found.chart.high.tobytes()


def test_segments_are_kept_apart_for_who_answered(company):
    add_cells(0, "score", answers(n=30, seed=8), segment=1)
    (month,) = charts(company=company, first=SEPTEMBER, last=AS_OF, metrics=["mean"])

    assert by_key(month)["queue/mean"].daily.n.shape[0] == 2


def test_more_alarms_allowed_make_narrower_limits(company):
    (strict,) = charts(company=company, first=SEPTEMBER, last=AS_OF, metrics=["mean"])
    change_settings(company=company, changes={"false_alarms_per_month": 4.0, "chart_lambda": 0.2})
    (loose,) = charts(company=company, first=SEPTEMBER, last=AS_OF, metrics=["mean"])

    assert loose[0].run_length == pytest.approx(strict[0].run_length / 4)
    assert loose[0].found.limit < strict[0].found.limit


def test_a_young_company_has_charts_that_say_so(company):
    (month,) = charts(company=company, first=date(2026, 1, 5), last=date(2026, 1, 20))

    assert {one.found.status for one in month} == {"insufficient"}
    assert by_key(month)["queue/mean"].found.reason == "0 days with answers before, at least 28 are needed"
    (later,) = charts(company=company, first=date(2026, 2, 5), last=date(2026, 2, 20))
    assert {one.found.status for one in later} == {"provisional"}
    assert by_key(later)["queue/answers"].found.baseline.days == 31


def test_a_company_without_answers_has_no_charts(layout):
    assert charts(company=layout, first=SEPTEMBER, last=AS_OF) == [[]]


@pytest.mark.parametrize(("first", "last"), [(AS_OF, SEPTEMBER), (date(2024, 1, 1), AS_OF)])
def test_a_range_that_is_none_or_too_long_is_refused(layout, first, last):
    with pytest.raises(BadRange, match="range of days"):
        charts(company=layout, first=first, last=last)


def test_the_day_looked_at_is_yesterday_in_the_companys_zone_or_the_last_with_answers(company):
    soon, late = datetime(2026, 9, 21, 17, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)

    assert default_day(company=company, now=soon) == date(2026, 9, 21)  # it is the 22nd in Shanghai
    assert default_day(company=company, now=late) == AS_OF


def test_the_cost_in_queries_does_not_grow_with_charts(company, django_assert_num_queries):
    with django_assert_num_queries(2):
        charts(company=company, first=SEPTEMBER, last=AS_OF)
    with django_assert_num_queries(2):
        charts(company=company, first=date(2026, 3, 1), last=AS_OF, metrics=[ChartMetric.MEAN])
