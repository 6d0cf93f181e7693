"""Which days customers are described as of: to learn from, to judge by, and to predict from."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from analytics.aggregates.customers_as_of import AsOf
from analytics.aggregates.months import bounds
from analytics.models.settings import Settings

MOST_PAST = 3
MOST_LEARNED = 100_000


@dataclass(frozen=True, slots=True)
class Days:
    """Days in steps of the horizon, ending with the one after the period: `past` to learn from, oldest first."""

    predicted: datetime
    judged: datetime
    past: tuple[datetime, ...]


def days_of(month: int, *, settings: Settings, first_order: datetime) -> Days:
    """Return the days of a period; a day to learn from needs a horizon of orders before it."""
    step = settings.prediction_months
    oldest = first_order.astimezone(ZoneInfo(settings.timezone))
    enough = oldest.year * 12 + oldest.month - 1 + step
    months = [month + 1 - step * back for back in range(2, MOST_PAST + 2)]
    past = tuple(start_of(one, settings) for one in reversed(months) if one >= enough)
    return Days(start_of(month + 1, settings), start_of(month + 1 - step, settings), past)


def as_of(day: datetime, *, settings: Settings, customers: int = 0, follow: bool = False, buyers_only: bool) -> AsOf:
    """Return the question about a day: thinned to 100,000 of so many customers, with or without what followed."""
    step = settings.prediction_months
    local = day.astimezone(ZoneInfo(settings.timezone))
    month = local.year * 12 + local.month - 1
    return AsOf(
        cutoff=day,
        recent=start_of(month - step, settings),
        until=start_of(month + step, settings) if follow else None,
        buyers_only=buyers_only,
        every=max(-(-customers // MOST_LEARNED), 1),
    )


def start_of(month: int, settings: Settings) -> datetime:
    """Return the first moment of a month in the company's zone."""
    first, _ = bounds(month)
    return datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(settings.timezone))
