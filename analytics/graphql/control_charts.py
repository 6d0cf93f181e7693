"""Control charts as the API gives them."""

from datetime import date
from typing import Any

import strawberry

from analytics.graphql.monitoring_enums import ChartMetricEnum, ChartStatusEnum
from tenants.graphql.connections import Figures, paged

type Row = dict[str, Any]


def _number(name: str, description: str) -> Any:
    """Return a field that reads one number of a row, null where there is none."""

    def resolve(root: strawberry.Parent[Row]) -> float | None:
        found: float | None = root[name]
        return found

    return strawberry.field(resolver=resolve, description=description)


def _count(name: str, description: str) -> Any:
    def resolve(root: strawberry.Parent[Row]) -> int:
        return int(root[name])

    return strawberry.field(resolver=resolve, description=description)


def _day(name: str, description: str) -> Any:
    def resolve(root: strawberry.Parent[Row]) -> date:
        return date.fromisoformat(root[name])

    return strawberry.field(resolver=resolve, description=description)


@strawberry.type(description="One day of a chart.")
class ControlChartPoint:
    """One day of a chart."""

    day: date = _day("day", "The day, in the company's time zone.")
    n: int = _count("n", "Number of answers.")
    value: float | None = _number("value", "The metric on the day; null when nobody answered.")
    centre: float | None = _number("centre", "What was expected of the day, its weekday and who answered included.")
    z: float | None = _number("z", "How far the day was off, in its own standard errors; null when nobody answered.")
    level: float | None = _number("level", "The EWMA of z, which is compared with its limits.")
    low: float | None = _number("low", "Lower limit of the EWMA.")
    high: float | None = _number("high", "Upper limit of the EWMA.")
    flag: int = _count("flag", "-1 below the limits, 1 above, 0 inside.")
    day_low: float | None = _number("day_low", "Lower limit of a single day; only for shares.")
    day_high: float | None = _number("day_high", "Upper limit of a single day; only for shares.")


@strawberry.type(description="The days that a chart compares with.")
class ControlChartBaseline:
    """The days that a chart compares with."""

    first: date = _day("first", "First day.")
    last: date = _day("last", "Last day.")
    days: int = _count("days", "Number of days with answers.")
    answers: int = _count("answers", "Number of answers.")
    level: float | None = _number("level", "The level, weekdays and who answered taken away.")
    design_effect: float | None = _number(
        "design_effect", "How much more days vary than their answers explain; 1 when no more."
    )
    lag_one: float | None = _number("lag_one", "Correlation of neighbouring days; 0 where chance explains it.")


@strawberry.type(description="A change of level that the days suggest.")
class LevelChange:
    """A change of level that the days suggest."""

    day: date = _day("day", "First day of the new level, most likely.")
    low: date = _day("low", "Earliest day of a 90 % interval.")
    high: date = _day("high", "Latest day of a 90 % interval.")
    before: float | None = _number("before", "The level before.")
    after: float | None = _number("after", "The level after.")


@strawberry.type(description="A metric of a touchpoint, or of the company, by day, with limits that respect n.")
class ControlChart:
    """A metric by day, with limits that respect n."""

    limit: float | None = _number("limit", "Limit in standard deviations of the settled EWMA; null when insufficient.")
    run_length: float | None = _number("run_length", "Days between two false alarms of this chart, on average.")

    @strawberry.field(description="Key of the chart: code of the touchpoint, slash, metric.")
    def key(root: strawberry.Parent[Row]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the key."""
        return str(root["key"])

    @strawberry.field(description="Code of the touchpoint; empty for the company as a whole.")
    def touchpoint_code(root: strawberry.Parent[Row]) -> str:  # noqa: N805
        """Return the code."""
        return str(root["touchpoint"])

    @strawberry.field(description="What the chart shows.")
    def metric(root: strawberry.Parent[Row]) -> ChartMetricEnum:  # noqa: N805
        """Return the metric."""
        return ChartMetricEnum(root["metric"])

    @strawberry.field(description="How far the chart can be relied on, in its last month.")
    def status(root: strawberry.Parent[Row]) -> ChartStatusEnum:  # noqa: N805
        """Return the status."""
        return ChartStatusEnum(root["status"])

    @strawberry.field(description="Why the status is not ok; null when it is.")
    def reason(root: strawberry.Parent[Row]) -> str | None:  # noqa: N805
        """Return the reason."""
        return str(root["reason"]) or None

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
