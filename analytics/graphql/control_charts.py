"""Control charts as the API gives them."""

from datetime import date
from typing import Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.monitoring_enums import ChartMetricEnum, ChartStatusEnum
from tenants.graphql.connections import Figures, paged

type Row = dict[str, Any]


@strawberry.type(description="One day of a chart.")
class ControlChartPoint:
    """One day of a chart."""

    day: date = printed.day("day", description="The day, in the company's time zone.")
    n: int = printed.count("n", description="Number of answers.")
    value: float | None = printed.number("value", description="The metric on the day; null when nobody answered.")
    centre: float | None = printed.number(
        "centre", description="What was expected of the day, its weekday and who answered included."
    )
    z: float | None = printed.number(
        "z", description="How far the day was off, in its own standard errors; null when nobody answered."
    )
    level: float | None = printed.number("level", description="The EWMA of z, which is compared with its limits.")
    low: float | None = printed.number("low", description="Lower limit of the EWMA.")
    high: float | None = printed.number("high", description="Upper limit of the EWMA.")
    flag: int = printed.count("flag", description="-1 below the limits, 1 above, 0 inside.")
    day_low: float | None = printed.number("day_low", description="Lower limit of a single day; only for shares.")
    day_high: float | None = printed.number("day_high", description="Upper limit of a single day; only for shares.")


@strawberry.type(description="The days that a chart compares with.")
class ControlChartBaseline:
    """The days that a chart compares with."""

    first: date = printed.day("first", description="First day.")
    last: date = printed.day("last", description="Last day.")
    days: int = printed.count("days", description="Number of days with answers.")
    answers: int = printed.count("answers", description="Number of answers.")
    level: float | None = printed.number("level", description="The level, weekdays and who answered taken away.")
    design_effect: float | None = printed.number(
        "design_effect", description="How much more days vary than their answers explain; 1 when no more."
    )
    lag_one: float | None = printed.number(
        "lag_one", description="Correlation of neighbouring days; 0 where chance explains it."
    )


@strawberry.type(description="A change of level that the days suggest.")
class LevelChange:
    """A change of level that the days suggest."""

    day: date = printed.day("day", description="First day of the new level, most likely.")
    low: date = printed.day("low", description="Earliest day of a 90 % interval.")
    high: date = printed.day("high", description="Latest day of a 90 % interval.")
    before: float | None = printed.number("before", description="The level before.")
    after: float | None = printed.number("after", description="The level after.")


@strawberry.type(description="A metric of a touchpoint, or of the company, by day, with limits that respect n.")
class ControlChart:
    """A metric by day, with limits that respect n."""

    limit: float | None = printed.number(
        "limit", description="Limit in standard deviations of the settled EWMA; null when insufficient."
    )
    run_length: float | None = printed.number(
        "run_length", description="Days between two false alarms of this chart, on average."
    )
    key: str = printed.text("key", description="Key of the chart: code of the touchpoint, slash, metric.")
    touchpoint_code: str = printed.text(
        "touchpoint", description="Code of the touchpoint; empty for the company as a whole."
    )

    @strawberry.field(description="What the chart shows.")
    def metric(root: strawberry.Parent[Row]) -> ChartMetricEnum:  # noqa: N805
        """Return the metric."""
        return ChartMetricEnum(root["metric"])

    @strawberry.field(description="How far the chart can be relied on, in its last month.")
    def status(root: strawberry.Parent[Row]) -> ChartStatusEnum:  # noqa: N805
        """Return the status."""
        return ChartStatusEnum(root["status"])

    reason: str | None = printed.words("reason", description="Why the status is not ok; null when it is.")

    @strawberry.field(description="Codes of what a reader should know, such as overdispersed or mix_adjusted.")
    def notes(root: strawberry.Parent[Row]) -> list[str]:  # noqa: N805
        """Return the codes."""
        return list(root["notes"])

    @strawberry.field(description="What the last month is compared with; null when there is too little.")
    def baseline(root: strawberry.Parent[Row]) -> ControlChartBaseline | None:  # noqa: N805
        """Return the baseline."""
        found: ControlChartBaseline | None = root["baseline"]
        return found

    @paged(ControlChartPoint, description="The days, oldest first; none of months with too little to compare with.")
    def points(root: strawberry.Parent[Row]) -> Figures:  # noqa: N805
        """Return the days."""
        return Figures(root["points"], "day")

    @paged(LevelChange, description="Changes of level that the days of the last chart suggest, oldest first.")
    def changes(root: strawberry.Parent[Row]) -> Figures:  # noqa: N805
        """Return the changes."""
        return Figures(root["changes"], "day")
