"""The answer to a scenario: what the model of a month says it would bring."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from django.utils.translation import gettext as _

from analytics.aggregates.months import month_of
from analytics.models.period import month_period
from analytics.models.score_run import ScoreRun
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats
from analytics.numerics.returns.effects import Effect, simulate_effects
from analytics.numerics.returns.scenario import Money, Outcome, Pert, simulate
from analytics.numerics.returns.together import gain_together
from analytics.selectors import UnscoredPeriod, current_runs, run_of_period
from analytics.services.learning.discount import Learned, learned_discount
from analytics.services.scenarios.documents import Move, ScenarioDocument, ScenarioRefused, pert_of
from analytics.services.scenarios.effects import measures_of
from analytics.services.scenarios.means import experience_means
from analytics.services.scoring.chain import Chain, build_chain
from analytics.services.scoring.months import Months
from analytics.services.scoring.period import window_of
from analytics.services.settings import settings_of
from journeys.models import Touchpoint
from tenants.models.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scenario would bring; `reason` says why there are no figures when it is not empty.

    `discount_version` tells from which evaluated plans the causal discount was learned. `effects` are what changes
    beside money, by name.
    """

    run: ScoreRun
    outcome: Outcome | None
    reason: str
    discount_version: str = ""
    effects: Mapping[str, Effect] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """What answers scenarios: the chain of a month, under the settings as the scenario wants them."""

    run: ScoreRun
    months: Months
    settings: Settings
    chain: Chain
    learned: Learned
    kappa: tuple[float, float]


def answer_scenario(*, company: Tenant, asked: ScenarioDocument) -> Answer:
    """Return what a scenario would bring, from the month it names or the newest that is scored.

    Raises UnscoredPeriod, and ScenarioRefused for a touchpoint that does not exist or an uplift outside what was
    observed. Too few data give a reason instead of figures. Equal inputs give equal answers.
    """
    return answer_from(model_of(company=company, asked=asked), asked)


def model_of(*, company: Tenant, asked: ScenarioDocument) -> Model:
    """Return the model that answers a scenario. Raises UnscoredPeriod, and ScenarioRefused for unknown touchpoints."""
    run = _run(asked)
    _refuse_unknown(asked)
    months, own = Months(), settings_of(company=company)
    settings = replace(
        own,
        horizon_months=own.horizon_months if asked.horizon_months is None else asked.horizon_months,
        discount_rate_monthly=(
            own.discount_rate_monthly if asked.discount_rate_monthly is None else asked.discount_rate_monthly
        ),
    )
    learned = learned_discount(own)
    return Model(
        run=run,
        months=months,
        settings=settings,
        chain=build_chain(months, window_of(month_of(run.period), settings), settings),
        learned=learned,
        kappa=learned.kappa if asked.causal_share is None else (asked.causal_share, learned.kappa[1]),
    )


def answer_from(model: Model, asked: ScenarioDocument) -> Answer:
    """Return what a model says to a scenario, as `answer_scenario` does."""
    run, chain = model.run, model.chain
    reason = next((text for move in asked.moves if (text := missing(chain, move.touchpoint))), "")
    if reason:
        return Answer(run, None, reason)
    for move in asked.moves:
        _refuse_outside(chain, move)
    uplifts = {move.touchpoint: pert_of(move.uplift) for move in asked.moves}
    n = min(int(chain.fit.answers[_place(chain, move)]) for move in asked.moves)
    outcome = simulate(
        _gains(chain, asked, uplifts), uplifts, _money(asked, model.settings), n=n, seed=run.seed, kappa=model.kappa
    )
    if outcome.npv.value is None:
        return Answer(run, outcome, outcome.npv.reason, model.learned.version)
    shares = {move.touchpoint: move.share for move in asked.moves}
    measures = measures_of(chain, experience_means(model.months, run, model.settings), uplifts, shares)
    effects = simulate_effects(measures, uplifts, n=n, seed=run.seed, kappa=model.kappa)
    return Answer(run, outcome, "", model.learned.version, effects)


def _run(asked: ScenarioDocument) -> ScoreRun:
    if asked.month is not None:
        return run_of_period(month_period(month_of(asked.month)))
    newest = current_runs().filter(has_figures=True).last()
    if newest is None:
        raise UnscoredPeriod(_("no month has been scored with figures yet: run `score` first"))
    return newest


def _refuse_unknown(asked: ScenarioDocument) -> None:
    codes = {move.touchpoint for move in asked.moves}
    unknown = sorted(codes - set(Touchpoint.objects.filter(code__in=codes).values_list("code", flat=True)))
    if unknown:
        known = ", ".join(Touchpoint.objects.order_by("code").values_list("code", flat=True)[:20])
        raise ScenarioRefused(
            _("unknown touchpoint %(unknown)r; known are: %(found)s")
            % {"unknown": unknown[0][:40], "found": known or "none yet"}
        )


def _place(chain: Chain, move: Move) -> int:
    return chain.fit.touchpoints.index(move.touchpoint)


def missing(chain: Chain, touchpoint: str) -> str:
    """Return why the data cannot price a touchpoint at all, or an empty string."""
    place = chain.position(touchpoint)
    if place is None:
        return f"{touchpoint}: nobody who scored it also told their loyalty"
    reason = chain.fit.reasons[place] or chain.reason
    return f"{touchpoint}: {reason}" if reason else ""


def _refuse_outside(chain: Chain, move: Move) -> None:
    """Refuse an uplift outside what was observed, at any end of its guess."""
    guess = pert_of(move.uplift)
    for uplift in sorted({guess.low, guess.mode, guess.high}):
        reason = chain.whole.refusal(_place(chain, move), uplift)
        if reason:
            raise ScenarioRefused(
                _("an uplift of %(uplift)s at %(touchpoint)s: %(reason)s")
                % {"uplift": f"{uplift:g}", "touchpoint": move.touchpoint, "reason": reason}
            )


def _gains(chain: Chain, asked: ScenarioDocument, uplifts: dict[str, Pert]) -> dict[str, tuple[Floats, Floats, Floats]]:
    """Return each touchpoint's part of the money when all uplifts are at their least, most likely and most."""
    places = {move.touchpoint: _place(chain, move) for move in asked.moves}
    ends = [
        gain_together(chain.whole.groups, {places[code]: getattr(guess, end) for code, guess in uplifts.items()})
        for end in ("low", "mode", "high")
    ]
    shares = {move.touchpoint: move.share for move in asked.moves}
    return {
        code: (shares[code] * ends[0][place], shares[code] * ends[1][place], shares[code] * ends[2][place])
        for code, place in places.items()
    }


def _money(asked: ScenarioDocument, settings: Settings) -> Money:
    return Money(
        once=pert_of(asked.cost),
        monthly=pert_of(asked.monthly_cost),
        horizon=settings.horizon_months,
        discount=settings.discount_rate_monthly,
        ramp_months=asked.ramp_months,
        half_life_months=asked.half_life_months,
    )


def printed_answer(answer: Answer) -> dict[str, object]:
    """Return an answer as `scenario --json` prints it; empty without figures."""
    outcome = answer.outcome
    if outcome is None or answer.reason:
        return {}
    return {
        "delta_equity": outcome.delta_equity.as_json(),
        "cost": outcome.cost.as_json(),
        "npv": outcome.npv.as_json(),
        "roi": outcome.roi.as_json(),
        "payback_months": outcome.payback_months.as_json(),
        "p_npv_positive": outcome.p_npv_positive,
        "p_payback_within_year": outcome.p_payback_within_year,
        "causal_discount": outcome.causal_discount.as_json(),
        "touchpoints": {code: part.as_json() for code, part in outcome.parts.items()},
        "doubt": dict(outcome.drivers),
        "effects": {name: found.as_json() for name, found in answer.effects.items()},
    }


def rounded_draws(outcome: Outcome) -> list[float]:
    """Return the draws of the net present value in cents, which is enough to compare them."""
    return [float(draw) for draw in np.round(outcome.net, 2)]
