"""Scores of journeys and stages, put together from the touchpoints that were placed there."""

from collections.abc import Mapping
from dataclasses import replace

from analytics.models.evidence import DIMENSIONS
from analytics.numerics.estimate import Estimate
from analytics.services.scoring.combined import combined_return, combined_value
from analytics.services.scoring.layout import Layout
from analytics.services.scoring.period import PeriodScore
from analytics.services.scoring.scopes import ScopeScores
from analytics.services.scoring.touchpoints import wholes_of


def score_places(score: PeriodScore, layout: Layout) -> list[ScopeScores]:
    """Return the scores of all journeys and stages that hold a touchpoint with answers."""
    return [
        *_score_kind("journey", score, layout.journeys),
        *_score_kind("stage", score, layout.stages),
    ]


def _score_kind(kind: str, score: PeriodScore, places: Mapping[str, tuple[str, ...]]) -> list[ScopeScores]:
    scored = {touchpoint.code: touchpoint for touchpoint in score.touchpoints}
    held = {code: [scored[t] for t in touchpoints if t in scored] for code, touchpoints in sorted(places.items())}
    minimum, fit = score.base.settings.minimum_n, score.base.chain.fit
    found = []
    for code, touchpoints in held.items():
        means = wholes_of({touchpoint.code: touchpoint.experience for touchpoint in touchpoints})
        if not means:
            continue
        value = combined_value(means, means, fit, minimum)
        worth = combined_return(touchpoints, score.base.chain.sample.groups)
        figures: dict[str, Estimate] = {"value": value, "return_per_point": worth}
        values = {touchpoint.code: touchpoint.experience.value for touchpoint in touchpoints}
        n = sum(mean.n for mean in means.values())
        found.append(ScopeScores(kind, code, n, "observed", figures, values))
    return found


def whole_scopes(score: PeriodScore) -> list[ScopeScores]:
    """Return the scores of the company and of its touchpoints in the form of scopes."""
    company = score.company
    figures = {
        "value": company.value,
        "nps": company.experience.nps,
        "csat": company.experience.csat,
        "ces": company.experience.ces,
        "loyalty": company.loyalty,
        "return_index": company.index.estimate,
        "return_per_point": company.return_per_point,
    }
    values = {touchpoint.code: touchpoint.experience.value for touchpoint in score.touchpoints}
    whole = ScopeScores("company", "", company.value.n, "observed", figures, values)
    parts = [
        ScopeScores(
            kind="touchpoint",
            code=touchpoint.code,
            n=touchpoint.experience.value.n,
            evidence="observed",
            figures={
                "value": touchpoint.experience.value,
                **{name: touchpoint.experience.dimensions[name] for name in DIMENSIONS},
                "nps": touchpoint.experience.nps,
                "csat": touchpoint.experience.csat,
                "ces": touchpoint.experience.ces,
                "reach": touchpoint.reach,
                "importance": touchpoint.importance,
                "slope": touchpoint.slope,
                "return_per_point": touchpoint.return_per_point,
                "value_at_stake": touchpoint.value_at_stake,
                "expectation_gap": touchpoint.experience.expectation.gap,
                "beyond_expectation": touchpoint.experience.expectation.beyond,
                "running_value": touchpoint.running,
                "response_rate": touchpoint.response.rate,
                "adjusted_value": touchpoint.response.value,
            },
            touchpoints={},
            details=touchpoint.experience.details_json(),
        )
        for touchpoint in score.touchpoints
    ]
    own_window = score.base.period.months is not None
    return [replace(scope, evidence=evidence_of(scope, own_window=own_window)) for scope in (whole, *parts)]


def evidence_of(scope: ScopeScores, *, own_window: bool) -> str:
    """Return what a scope rests on: its own answers, or assumptions only when neither value nor return is known.

    Where the window of the money ends before the period does, money alone is borrowed from other months.
    """
    value, worth = (scope.figures[name].value is not None for name in ("value", "return_per_point"))
    if value or (worth and own_window):
        return "observed"
    return "borrowed" if worth else "prior"
