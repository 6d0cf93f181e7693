"""Control charts of the current company, month by month: every month is judged by the days before it.

The chart of a month depends only on the days of that month and of the months before it, never on which range somebody
looked at, so what was flagged once is flagged again however the question is asked.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.utils.translation import gettext as _

from analytics.aggregates.days import day_sums, newest_day
from analytics.aggregates.months import bounds, month_of
from analytics.models.alert import ChartMetric
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats
from analytics.numerics.monitoring.alarms import discoveries, run_length_for
from analytics.numerics.monitoring.baseline import BASELINE_DAYS, Daily, lacks
from analytics.numerics.monitoring.control import ControlChart, control_chart, newest_p_value
from analytics.numerics.monitoring.weekdays import WEEK, WEEKS
from analytics.services.monitoring.metrics import Series, chart_key, charted
from analytics.services.settings import settings_of
from tenants.access import Refusal
from tenants.models.tenant import Tenant

BEFORE = BASELINE_DAYS + WEEKS * WEEK
"""Days before a month that its charts look at: the baseline, and the weeks that tell its first weekdays."""

MOST_MONTHS = 13
STILL_RUNNING = timedelta(days=31)


class BadRange(Refusal):
    """A range of days that cannot be charted."""


@dataclass(frozen=True, slots=True)
class MonthChart:
    """One chart over one month.

    `first_day` is the first of all days that it looks at, `month_start` the place of the month's first day among them.
    `daily` is what was charted and `size` the number of answers of each day.
    """

    touchpoint: str
    metric: ChartMetric
    first_day: date
    month_start: int
    run_length: float
    daily: Daily
    size: Floats
    found: ControlChart


def default_day(*, company: Tenant, now: datetime) -> date:
    """Return the day to look at when nobody says which: yesterday, or the last day with answers where it is long ago.

    Days are those of the company's time zone; today is not over and would look quiet.
    """
    yesterday = now.astimezone(ZoneInfo(company.timezone)).date() - timedelta(days=1)
    newest = newest_day()
    return yesterday if newest is None or newest > yesterday - STILL_RUNNING else newest


def charts(
    *,
    company: Tenant,
    first: date,
    last: date,
    touchpoints: Collection[str] | None = None,
    metrics: Collection[str] | None = None,
) -> list[list[MonthChart]]:
    """Return the charts of the months that hold the days first to last, for each month all charts that have answers.

    Days after `last` are not looked at. `touchpoints` and `metrics` choose among the charts; all charts share the
    budget of false alarms, chosen or not. Raises BadRange for a range that is none or longer than 13 months.
    """
    months = range(month_of(first), month_of(last) + 1)
    if not 0 < len(months) <= MOST_MONTHS or first > last:
        raise BadRange(
            _("%(first)s to %(last)s is not a range of days within %(most_months)s calendar months")
            % {"first": first, "last": last, "most_months": MOST_MONTHS}
        )
    settings = settings_of(company=company)
    begin = bounds(months[0])[0] - timedelta(days=BEFORE)
    series = charted(day_sums(first=begin, last=last), settings)
    spans = [(start, min(end, last + timedelta(days=1))) for start, end in map(bounds, months)]
    return [month_charts(series, begin, span, settings, (touchpoints, metrics)) for span in spans]


def month_charts(
    series: Series,
    begin: date,
    span: tuple[date, date],
    settings: Settings,
    wanted: tuple[Collection[str] | None, Collection[str] | None],
) -> list[MonthChart]:
    """Return the charts of one month, from its first day to the end (not included) of `span`."""
    look = slice((span[0] - begin).days - BEFORE, (span[1] - begin).days)
    cut = {key: _cut(daily, look) for key, daily in series.items()}
    cut = {key: daily for key, daily in cut.items() if daily.size.any()}
    run_length = run_length_for(max(rules(cut), 1), per_month=settings.false_alarms_per_month)
    touchpoints, metrics = wanted
    return [
        MonthChart(
            touchpoint=touchpoint,
            metric=metric,
            first_day=span[0] - timedelta(days=BEFORE),
            month_start=BEFORE,
            run_length=run_length,
            daily=daily,
            size=_answers(cut, touchpoint, metric),
            found=control_chart(
                daily,
                monitored_from=BEFORE,
                run_length=run_length,
                lam=settings.chart_lambda,
                is_share=metric == ChartMetric.DETRACTORS,
            ),
        )
        for (touchpoint, metric), daily in cut.items()
        if (touchpoints is None or touchpoint in touchpoints) and (metrics is None or metric in metrics)
    ]


def standing_out(month: list[MonthChart], *, share: float) -> list[str]:
    """Return the keys of the charts that stand out on their last day when at most a share of them may do so by chance.

    The option beside the budget, for somebody who looks at all charts at once. Raises BadRange for what is no share.
    """
    if not 0 < share < 1:
        raise BadRange(_("%(share)s is not a share between 0 and 1") % {"share": f"{share:g}"})
    stand = discoveries([newest_p_value(one.found) for one in month], share=share)
    return sorted(chart_key(one.touchpoint, one.metric) for one, stands in zip(month, stand, strict=True) if stands)


def rules(series: Series) -> int:
    """Return how many rules can raise an alarm: one a chart with a baseline, two where single days have limits too."""
    window = slice(BEFORE - BASELINE_DAYS, BEFORE)
    usable = [metric for (_, metric), daily in series.items() if not lacks(daily, window)]
    return len(usable) + usable.count(ChartMetric.DETRACTORS)


def _cut(daily: Daily, look: slice) -> Daily:
    """Return some of the days. A number of answers begins with the first day that has any: before, nobody was asked."""
    n, total = daily.n[:, look], daily.total[:, look]
    if daily.is_count:
        n = n * np.maximum.accumulate(total > total.min() + 1e-9, axis=1)
    return Daily(n, total * (n > 0), daily.counts[look], daily.values, daily.is_count)


def _answers(series: Series, touchpoint: str, metric: ChartMetric) -> Floats:
    """Return the number of answers of each day behind a chart."""
    return series[touchpoint, ChartMetric.MEAN if metric == ChartMetric.ANSWERS else metric].size
