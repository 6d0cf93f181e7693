"""One period's figures from the counters: no database is written here, and nothing depends on the clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from analytics.models.period import Period, PeriodKind
from analytics.models.settings import Settings
from analytics.numerics.estimate import Estimate
from analytics.services.scoring.chain import Chain, build_chain
from analytics.services.scoring.channels import compare_channels
from analytics.services.scoring.combined import combined_return, combined_value
from analytics.services.scoring.counted import Counted
from analytics.services.scoring.evidence import Signals
from analytics.services.scoring.experience import (
    Experience,
    as_hundred,
    dimension_means,
    dimensions_json,
    experience_of,
    value_mean,
)
from analytics.services.scoring.figures import Mean, Series, has_weights, nps_of
from analytics.services.scoring.gather import WHOLE, gather_cells
from analytics.services.scoring.index import Index, index_of
from analytics.services.scoring.layout import Layout
from analytics.services.scoring.loyalty import loyalty_of, outcome_of
from analytics.services.scoring.months import Months, Window
from analytics.services.scoring.profile import profile_drivers
from analytics.services.scoring.reference import Delivered, Reference, build_reference
from analytics.services.scoring.response import Response, response_of
from analytics.services.scoring.running import Running
from analytics.services.scoring.scopes import (
    Levels,
    ScopeScores,
    Whole,
    best_levels,
    score_scopes,
    shrink_scopes,
    whole_of,
)
from analytics.services.scoring.segment_return import segment_return
from analytics.services.scoring.touchpoints import TouchpointScore, means_of, score_touchpoint, wholes_of
from analytics.services.scoring.units import lean, score_units


@dataclass(frozen=True, slots=True)
class Base:
    """What a period's figures start from: its answers and the chain of its window."""

    period: Period
    window: Window
    counted: Counted
    series: Series
    signals: Signals
    delivered: Delivered | None
    chain: Chain
    running: Running
    settings: Settings


@dataclass(frozen=True, slots=True)
class CompanyScore:
    """The figures of the company as a whole."""

    experience: Experience
    value: Estimate
    unweighted: Mapping[str, Estimate]
    loyalty: Estimate
    index: Index
    return_per_point: Estimate
    customers: int

    def as_json(self) -> dict[str, object]:
        """Return the printed figures."""
        printed = {
            **self.experience.as_json(),
            "value": self.value.as_json(),
            "loyalty": self.loyalty.as_json(),
            "return_index": self.index.as_json(),
            "return_per_point": self.return_per_point.as_json(),
            "customers": self.customers,
        }
        if self.unweighted:
            printed["unweighted"] = {name: found.as_json() for name, found in self.unweighted.items()}
        return printed


@dataclass(frozen=True, slots=True)
class PeriodScore:
    """All figures of a period."""

    base: Base
    outcome: str
    company: CompanyScore
    touchpoints: tuple[TouchpointScore, ...]
    scopes: tuple[ScopeScores, ...]


def window_of(month: int, settings: Settings) -> Window:
    """Return the trailing window of months that ends with a month."""
    return month - settings.window_months + 1, month


def read_base(months: Months, period: Period, window: Window, settings: Settings, chain: Chain | None = None) -> Base:
    """Return what the figures of a period start from; `chain` is that of the window when it has been built before."""
    counted = Counted(months, period)
    return Base(
        period=period,
        window=window,
        counted=counted,
        series=counted.series,
        signals=counted.signals_of(),
        delivered=counted.delivered,
        chain=chain or build_chain(months, window, settings),
        running=Running(months, period, settings),
        settings=settings,
    )


def reference_of(base: Base) -> Reference | None:
    """Return the record by which the period could serve as the reference, or None when it cannot: only months can."""
    if base.delivered is None or base.period.kind != PeriodKind.MONTH:
        return None
    return build_reference(base.period.label, base.chain, base.delivered, base.settings.minimum_n)


def score_period(months: Months, base: Base, layout: Layout, reference: Reference | None) -> PeriodScore:
    """Return all figures of a period."""
    settings, series = base.settings, base.series
    signals = base.signals
    told = {key.touchpoint for key in series} | {pair.touchpoint for pair in signals.pairs}
    met = set(base.counted.contacts)
    codes = sorted((told | met | set(base.chain.fit.touchpoints)) - {WHOLE})
    experiences = {code: experience_of(series, code, settings, signals) for code in codes}
    company = experience_of(series, WHOLE, settings, signals)
    means = means_of(experiences) or means_of({WHOLE: company})
    outcome = outcome_of(series, settings)
    whole = whole_of(means, base.chain.fit, outcome, settings)
    cells = gather_cells(base.counted.answered, layout)
    tree = layout.tree_of(cells.get("unit", {}))
    leaning = lean(base.counted.answered("unit"), tree, whole)
    levels = {kind: leaning.levels if kind == "unit" else shrink_scopes(cells[kind], whole) for kind in cells}
    best = best_levels(_peers(levels), settings.minimum_n)
    wholes = wholes_of(experiences)
    profiles = profile_drivers(base.chain, wholes, settings.minimum_n)
    touchpoints = tuple(
        score_touchpoint(
            code,
            experiences[code],
            base.chain,
            profile=profiles.get(code),
            channels=compare_channels(cells.get("channel", {}), code, means.get(code)),
            response=_response(base, code),
            running=base.running.value(code, weighted=has_weights(series)),
            best_peer=best.get(code),
            minimum=settings.minimum_n,
        )
        for code in codes
    )
    return PeriodScore(
        base=base,
        outcome=outcome,
        company=_company(months, base, company, wholes or means, touchpoints, outcome, reference),
        touchpoints=touchpoints,
        scopes=(
            *_small_scopes(months, base, cells, levels, whole),
            *score_units(cells.get("unit", {}), leaning, tree, whole),
        ),
    )


def _response(base: Base, code: str) -> Response:
    """Return who answered of those who met a touchpoint in the period."""
    return response_of(
        code,
        base.counted.contacts.get(code, {}),
        base.series,
        base.counted.answered("segment"),
        base.settings,
        weighted=has_weights(base.series),
    )


def _peers(levels: Mapping[str, Levels]) -> list[Levels]:
    """Return the kinds of scopes in which a touchpoint looks for its best peer: segments first, then units."""
    return [levels[kind] for kind in ("segment", "unit") if kind in levels]


def _company(
    months: Months,
    base: Base,
    experience: Experience,
    means: Mapping[str, Mean],
    touchpoints: Iterable[TouchpointScore],
    outcome: str,
    reference: Reference | None,
) -> CompanyScore:
    settings, fit = base.settings, base.chain.fit
    unweighted: dict[str, Estimate] = {}
    if has_weights(base.series):
        plain = {code: value_mean(base.series, code, settings, weighted=False) for code in means}
        known = {code: mean for code, mean in plain.items() if mean is not None}
        unweighted = {
            "value": combined_value(known, known, fit, settings.minimum_n),
            "nps": nps_of(base.series, WHOLE, settings.minimum_n),
        }
    return CompanyScore(
        experience=experience,
        value=combined_value(means, means, fit, settings.minimum_n),
        unweighted=unweighted,
        loyalty=loyalty_of(base.series, outcome, settings.minimum_n),
        index=index_of(reference, base.delivered, settings.minimum_n),
        return_per_point=combined_return(touchpoints, base.chain.sample.groups),
        customers=base.chain.sample.customers,
    )


def _dimensions_by_touchpoint(base: Base, series: Series, score: ScopeScores) -> dict[str, object]:
    """Return the value dimensions that a segment told at each touchpoint, not pulled towards the company's."""
    signals = base.counted.signals_of(score.code)
    told = {}
    for code in score.touchpoints:
        found = dimension_means(series, code, base.settings, signals, weighted=has_weights(series))
        known = {name: as_hundred(mean, base.settings.minimum_n) for name, mean in found.items() if mean is not None}
        if known:
            told[code] = dimensions_json(known)
    return dict(told)


def _small_scopes(
    months: Months,
    base: Base,
    cells: Mapping[str, Mapping[str, Series]],
    levels: Mapping[str, Levels],
    whole: Whole,
) -> Iterable[ScopeScores]:
    """Yield the scores of segments, with their own return, then of channels."""
    for kind in sorted(set(cells) - {"unit"}, reverse=True):
        found = cells[kind]
        for score in score_scopes(kind, found, levels[kind], whole):
            if kind == "segment":
                worth = segment_return(months, base.window, score.code, base.chain)
                told = _dimensions_by_touchpoint(base, found[score.code], score)
                figures = {**score.figures, "return_per_point": worth}
                yield replace(score, figures=figures, details={"touchpoint_dimensions": told})
            else:
                yield score
