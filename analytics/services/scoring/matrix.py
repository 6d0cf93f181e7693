"""Importance against performance of touchpoints: of everybody or of a segment, also with touchpoints left out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics.models.period import Period
from analytics.models.settings import Settings
from analytics.numerics.drivers.doubts import doubts_of
from analytics.numerics.drivers.drivers import DriverFit
from analytics.numerics.drivers.importance_performance import centre_lines, place_touchpoints
from analytics.numerics.drivers.skipped import LEAST_MET
from analytics.numerics.estimate import Estimate
from analytics.numerics.jackknife import non_empty_groups
from analytics.selectors import run_of_period
from analytics.services.scoring.counted import Counted, month_of_prices
from analytics.services.scoring.experience import Experience, experience_of
from analytics.services.scoring.figures import Mean
from analytics.services.scoring.freshness import Marks
from analytics.services.scoring.matrix_fit import fit_sums, printed_point
from analytics.services.scoring.months import Months
from analytics.services.scoring.period import window_of
from analytics.services.scoring.profile import placed
from analytics.services.scoring.touchpoints import wholes_of
from analytics.services.settings import settings_of
from tenants.access import Refusal
from tenants.models.tenant import Tenant

METHOD = "johnson"
MOST_LEFT_OUT = 60


class CannotPlace(Refusal):
    """A matrix that cannot be drawn as asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix of a period, ready to be shown: `points` are printed rows by code, `lines` where quadrants meet."""

    label: str
    segment: str | None
    without: tuple[str, ...]
    n: int
    r2: Estimate
    lines: tuple[Estimate, Estimate]  # importance, performance
    doubts: tuple[str, ...]
    points: tuple[Mapping[str, object], ...]


def matrix_of(*, company: Tenant, period: Period, segment: str | None = None, without: Collection[str] = ()) -> Matrix:
    """Return the matrix of a scored period, from the answers of its window; the whole one is what `score` found.

    Touchpoints left out are taken out of the regression, so that the others explain what they can without them.
    Raises UnscoredPeriod, and CannotPlace for a segment without answers or too many touchpoints left out.
    """
    run_of_period(period)
    if len(without) > MOST_LEFT_OUT:
        raise CannotPlace(_("leave out %(most)s touchpoints at most") % {"most": MOST_LEFT_OUT})
    settings, months = settings_of(company=company), Months()
    if segment is not None and segment not in months.segments:
        raise CannotPlace(_("unknown segment %(code)r") % {"code": segment[:40]})
    window = window_of(month_of_prices(period, Marks().months), settings)
    whole = months.drivers(window)
    kept = tuple(code for code in whole.touchpoints if code not in without)
    sums = months.drivers(window, segment, kept)
    everybodys = months.drivers(window, None, kept)
    fit, shares = fit_sums(sums, everybodys)
    experiences = _experiences(months, period, segment, kept, settings)
    logged = (everybodys.met[:, :, 0].sum(axis=0) >= LEAST_MET).tolist()
    return _matrix(
        fit,
        wholes_of(experiences),
        settings.minimum_n,
        non_empty_groups(sums.n),
        label=period.label,
        segment=segment,
        without=tuple(sorted(set(without) & set(whole.touchpoints))),
        doubts=tuple(doubts_of(fit, shares, logged)),
        values={code: found.value for code, found in experiences.items()},
    )


def _experiences(
    months: Months, period: Period, segment: str | None, codes: Collection[str], settings: Settings
) -> dict[str, Experience]:
    counted = Counted(months, period)
    series = counted.series if segment is None else counted.answered("segment").get(segment, {})
    signals = counted.signals_of(segment)
    return {code: experience_of(series, code, settings, signals) for code in codes}


def _matrix(
    fit: DriverFit,
    means: Mapping[str, Mean],
    minimum: int,
    groups: int,
    *,
    label: str,
    segment: str | None,
    without: tuple[str, ...],
    doubts: tuple[str, ...],
    values: Mapping[str, Estimate],
) -> Matrix:
    importance, performance, reach, answers, reasons = placed(fit, means, minimum)
    places = place_touchpoints(importance, performance, reach, answers, reasons, effective_groups=groups)
    return Matrix(
        label=label,
        segment=segment,
        without=without,
        n=fit.n,
        r2=fit.r2_estimate(effective_groups=groups),
        lines=centre_lines(importance, performance, fit.n, reasons, effective_groups=groups),
        doubts=doubts,
        points=tuple(
            printed_point(fit, place, found, groups, values[fit.touchpoints[place]])
            for place, found in enumerate(places)
        ),
    )
