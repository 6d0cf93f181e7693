"""From a printed number back to where it comes from: the counters it was read from, and the facts they count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet

from analytics.aggregates.months import bounds
from analytics.aggregates.sums import SeriesKey, SeriesSums
from analytics.models.period import Period
from analytics.models.scope_score import ScopeKind, ScopeScore
from analytics.models.settings import Settings
from analytics.numerics.jackknife import non_empty_groups
from analytics.services.scoring.counted import Counted, month_of_prices
from analytics.services.scoring.freshness import Marks
from analytics.services.scoring.gather import added
from analytics.services.scoring.hashing import digest_of
from analytics.services.scoring.layout import Layout, members_of, read_layout
from analytics.services.scoring.months import Months, Window
from analytics.services.scoring.period import window_of
from analytics.services.scoring.running import Running, memory_of
from feedback.models import FeedbackItem, Order

PLACES = {ScopeKind.STAGE, ScopeKind.JOURNEY, ScopeKind.TOUCHPOINT}


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures of a name come from: the equations of the model, the page that explains them, what they read."""

    equations: str
    page: str
    reads: str


EXPERIENCE = Source("(1), (5)", "docs/metrics/experience-value.md", "answers of the period")
SURVEY = Source("(1)", "docs/metrics/survey-scores.md", "answers of the period")
DRIVERS = Source("(6)", "docs/metrics/drivers.md", "answer sheets of the window")
MONEY = Source("(6) to (9)", "docs/metrics/forecast.md", "answer sheets of the window and what followed them")
SOURCES: Mapping[str, Source] = {
    **dict.fromkeys(("value", "emotional", "functional", "social"), EXPERIENCE),
    **dict.fromkeys(("nps", "csat", "ces", "loyalty"), SURVEY),
    **dict.fromkeys(("importance", "slope", "reach"), DRIVERS),
    **dict.fromkeys(("return_per_point", "value_at_stake"), MONEY),
    **dict.fromkeys(
        ("expectation_gap", "beyond_expectation"),
        Source("(1)", "docs/metrics/expectation-gap.md", "answers of the period"),
    ),
    "running_value": Source("(3), (5)", "docs/metrics/decay.md", "answers of the days up to the period's end"),
    **dict.fromkeys(
        ("response_rate", "adjusted_value"),
        Source("(2), (5)", "docs/metrics/response-weights.md", "answers and contacts of the period"),
    ),
    **dict.fromkeys(("expected", "rank"), Source("(4)", "docs/metrics/hierarchy.md", "answers of the period")),
    "return_index": Source("(6) to (8)", "docs/metrics/return-index.md", "answers of the period and of the reference"),
}


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters of one metric at one touchpoint ("" for the company as a whole), exact integers.

    `total / scale` is the sum in points of the metric; with weights, histogram and total are sums of 1e-9 weights.
    """

    touchpoint: str
    metric: str
    weighted: bool
    histogram: tuple[int, ...]
    total: int
    scale: int
    groups: int

    @property
    def n(self) -> int:
        """Return the number of answers, or the sum of their weights in 1e-9."""
        return sum(self.histogram)


@dataclass(frozen=True, slots=True)
class Level:
    """What known customers at one loyalty level did in the follow-up months; money in minor units."""

    level: int
    n: int
    repurchased: int
    orders: int
    revenue: int
    referrals: int


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that a score was calculated from.

    `is_current` tells that no fact and no setting behind the counters has changed since; otherwise they show what the
    next run will read.
    """

    score: ScopeScore
    is_current: bool
    window: Window
    counters: tuple[Counters, ...]
    sheets: int
    straight_lines: int
    levels: tuple[Level, ...]
    digest: str


def trace_score(score: ScopeScore, *, settings: Settings) -> Trace:
    """Return what a score was calculated from, read from the counters as they are now."""
    months, marks, period = Months(), Marks(), score.run.span
    window = _window(period, settings, marks)
    segment = score.code if score.kind == ScopeKind.SEGMENT else None
    counted = Counted(months, period)
    drivers = months.drivers(window, segment)
    last = window[1] - settings.follow_up_months
    return Trace(
        score=score,
        is_current=score.run.mark == marks.of(period, window, memory_of(period, settings)),
        window=window,
        counters=_counters(_series(score, counted)),
        sheets=int(drivers.n.sum()),
        straight_lines=int(drivers.straight_lines.sum()),
        levels=_levels(months, (window[0], last), segment) if last >= window[0] else (),
        digest=digest_of([months.digest(window), counted.contacts, Running(months, period, settings).digest]),
    )


def _window(period: Period, settings: Settings, marks: Marks) -> Window:
    return window_of(month_of_prices(period, marks.months), settings)


def _series(score: ScopeScore, counted: Counted) -> Mapping[SeriesKey, SeriesSums]:
    """Return the counters of the scope in the period."""
    if score.kind in PLACES:
        inside = _touchpoints(score, read_layout())
        return {key: sums for key, sums in counted.series.items() if key.touchpoint in inside}
    if score.kind == ScopeKind.COMPANY:
        return counted.series
    answered = counted.answered(score.kind)
    if score.kind == ScopeKind.UNIT:
        below = members_of(read_layout().parents, answered).get(score.code, ())
        return added([answered[unit] for unit in below]) if below else {}
    return answered.get(score.code, {})


def _touchpoints(score: ScopeScore, layout: Layout) -> tuple[str, ...]:
    """Return the codes of the touchpoints that a touchpoint, stage or journey holds."""
    if score.kind == ScopeKind.TOUCHPOINT:
        return (score.code,)
    places = layout.stages if score.kind == ScopeKind.STAGE else layout.journeys
    return places.get(score.code, ())


def _counters(series: Mapping[SeriesKey, SeriesSums]) -> tuple[Counters, ...]:
    return tuple(
        Counters(
            touchpoint=key.touchpoint,
            metric=key.metric,
            weighted=key.weighted,
            histogram=tuple(int(count) for count in sums.hist.sum(axis=0)),
            total=int(sums.total.sum()),
            scale=sums.scale,
            groups=non_empty_groups(sums.hist.sum(axis=1)),
        )
        for key, sums in sorted(series.items())
    )


def _levels(months: Months, window: Window, segment: str | None) -> tuple[Level, ...]:
    sums = months.loyalty(window, segment)
    columns = (sums.n, sums.repurchased, sums.orders, sums.revenue, sums.referrals)
    by_level = zip(*(column.sum(axis=0).tolist() for column in columns), strict=True)
    return tuple(Level(level, *counts) for level, counts in enumerate(by_level))


def _during[Fact: Model](rows: QuerySet[Fact], first: date, last: date, settings: Settings) -> QuerySet[Fact]:
    """Return the facts from a day up to another, which is left out, in the company's zone."""
    zone = ZoneInfo(settings.timezone)
    start, end = (datetime.combine(day, time(), zone) for day in (first, last))
    return rows.filter(occurred_at__gte=start, occurred_at__lt=end)


def facts_of(score: ScopeScore, *, settings: Settings) -> QuerySet[FeedbackItem]:
    """Return the answers of a score's scope in its period, the facts that its experience figures count."""
    period = score.run.span
    rows: QuerySet[FeedbackItem] = _during(FeedbackItem.objects.all(), period.start, period.end, settings)
    layout = read_layout()
    if score.kind in PLACES:
        return rows.filter(touchpoint__code__in=_touchpoints(score, layout))
    if score.kind == ScopeKind.SEGMENT:
        named = rows.filter(**{f"customer__attributes__{settings.segment_attribute}": score.code})
        return named if score.code else rows.exclude(customer__attributes__has_key=settings.segment_attribute)
    if score.kind == ScopeKind.UNIT:
        codes = rows.filter(unit__isnull=False).values_list("unit__code", flat=True).distinct()
        return rows.filter(unit__code__in=members_of(layout.parents, codes).get(score.code, ()))
    if score.kind == ScopeKind.CHANNEL:
        return rows.filter(channel__code=score.code)
    return rows


def orders_of(score: ScopeScore, *, settings: Settings) -> QuerySet[Order]:
    """Return the orders of the window of a score's period, from which the money figures come."""
    window = _window(score.run.span, settings, Marks())
    rows: QuerySet[Order] = _during(Order.objects.all(), bounds(window[0])[0], bounds(window[1])[1], settings)
    if score.kind == ScopeKind.SEGMENT and score.code:
        rows = rows.filter(**{f"customer__attributes__{settings.segment_attribute}": score.code})
    return rows
