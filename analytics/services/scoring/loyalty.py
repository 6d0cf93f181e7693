"""The company's loyalty outcome: which question it is, its mean, and the table of behaviour by level."""

from collections.abc import Mapping

from analytics.aggregates.sums import LoyaltySums
from analytics.models.settings import Settings
from analytics.numerics.arrays import as_floats
from analytics.numerics.estimate import Estimate, insufficient
from analytics.services.scoring.figures import BOUNDS, NO_ANSWERS, Mean, Series, answers, gated, mean_of
from analytics.services.scoring.money import minor_per_major

ORDER = ("loyalty", "nps", "csat", "rating")
LINE: Mapping[str, tuple[float, float]] = {"csat": (-2.5, 2.5)}
"""Intercept and slope that bring the mean answer of an outcome to 0-10; the others are there already."""


def outcome_of(series: Series, settings: Settings) -> str:
    """Return the question that stands for loyalty: the one that was set, or the first that was answered."""
    if settings.loyalty_outcome != "auto":
        return settings.loyalty_outcome
    return next((name for name in ORDER if answers(series, "", name)), ORDER[0])


def loyalty_mean(series: Series, outcome: str) -> Mean | None:
    """Return the mean loyalty on 0-10 of the answers about the company as a whole."""
    found = mean_of(series, "", outcome)
    if found is None:
        return None
    start, slope = LINE.get(outcome, (0.0, 1.0))
    return Mean(as_floats(start + slope * found.replicates), found.n, found.groups, found.squares * slope**2)


def loyalty_of(series: Series, outcome: str, minimum: int) -> Estimate:
    """Return the mean loyalty with its interval, or why there is none."""
    found = loyalty_mean(series, outcome)
    if found is None:
        return insufficient(0, NO_ANSWERS)
    return gated(found.replicates, found.n, found.groups, minimum, bounds=BOUNDS["loyalty"])


def loyalty_levels(followed: LoyaltySums | None, settings: Settings) -> list[dict[str, object]]:
    """Return for each loyalty level what those customers did in the follow-up; rates are null where nobody was."""
    if followed is None:
        return []
    per_major = minor_per_major(settings.currency)
    totals = [table.sum(axis=0) for table in (followed.n, followed.repurchased, followed.revenue, followed.referrals)]
    rows: list[dict[str, object]] = []
    for level in range(11):
        n, repurchased, revenue, referrals = (int(table[level]) for table in totals)
        rows.append(
            {
                "level": level,
                "n": n,
                "repurchase_rate": repurchased / n if n else None,
                "revenue_per_customer": revenue / n / per_major if n else None,
                "referrals_per_customer": referrals / n if n else None,
            }
        )
    return rows
