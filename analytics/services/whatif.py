"""What an improvement of a touchpoint would be worth: equation (9) with the doubt about cause, before it is decided."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from analytics.aggregates.months import month_of
from analytics.models.period import month_period
from analytics.models.settings import Settings
from analytics.numerics.arrays import Floats
from analytics.numerics.estimate import insufficient
from analytics.numerics.returns.draws import METHOD
from analytics.numerics.returns.roi import WhatIf, what_if
from analytics.selectors import run_of_period
from analytics.services.learning.discount import learned_discount
from analytics.services.scoring.chain import Chain, build_chain, gain_replicates
from analytics.services.scoring.months import Months
from analytics.services.scoring.period import window_of
from analytics.services.settings import settings_of
from journeys.models import Touchpoint
from tenants.access import Refusal
from tenants.models.tenant import Tenant


class CannotForecast(Refusal):
    """A question that cannot be answered: an unknown touchpoint, or an uplift outside what was observed."""


@dataclass(frozen=True, slots=True)
class Question:
    """Move a touchpoint's scores by `uplift` points of 0-10 for a share of the customers, at a cost in major units."""

    touchpoint: str
    uplift: float
    cost: float = 0.0
    share: float = 1.0


def forecast_touchpoint(*, company: Tenant, period: date, question: Question, as_of: datetime | None = None) -> WhatIf:
    """Return what an improvement would bring over the horizon, after the causal discount; equal inputs, equal answer.

    The discount is the one learned from plans evaluated by `as_of`, or from all.
    Raises UnscoredPeriod for a period without a run, and CannotForecast for a touchpoint that does not exist, a cost
    below zero, or an uplift outside the observed range. Too few data give "insufficient" figures with the reason.
    """
    run = run_of_period(month_period(month_of(period)))
    settings = settings_of(company=company)
    _refuse_nonsense(question)
    chain = build_chain(Months(), window_of(month_of(period), settings), settings)
    reason = _missing(chain, question.touchpoint)
    if reason:
        nothing = insufficient(0, reason, method=METHOD)
        return WhatIf(nothing, nothing, nothing, nothing, nothing, None, nothing)
    index = chain.fit.touchpoints.index(question.touchpoint)
    outside = chain.whole.refusal(index, question.uplift)
    if outside:
        raise CannotForecast(
            _("an uplift of %(uplift)s at %(touchpoint)s: %(outside)s")
            % {"uplift": f"{question.uplift:g}", "touchpoint": question.touchpoint, "outside": outside}
        )
    gain = question.share * gain_replicates(chain, question.touchpoint, question.uplift)
    kappa = learned_discount(settings, as_of=as_of).kappa
    return _answer(gain, int(chain.fit.answers[index]), question, settings, run.seed, kappa)


def _answer(
    gain: Floats, n: int, question: Question, settings: Settings, seed: int, kappa: tuple[float, float]
) -> WhatIf:
    return what_if(
        gain,
        n=n,
        cost=question.cost,
        horizon=settings.horizon_months,
        discount=settings.discount_rate_monthly,
        seed=seed,
        kappa_mean=kappa[0],
        kappa_sd=kappa[1],
    )


def _refuse_nonsense(question: Question) -> None:
    if not Touchpoint.objects.filter(code=question.touchpoint).exists():
        known = ", ".join(Touchpoint.objects.order_by("code").values_list("code", flat=True)[:20])
        raise CannotForecast(
            _("unknown touchpoint %(touchpoint)r; known are: %(found)s")
            % {"touchpoint": question.touchpoint, "found": known or "none yet"}
        )
    if not math.isfinite(question.uplift) or abs(question.uplift) > 10:
        raise CannotForecast(_("the uplift must be a number of points from -10 to 10"))
    if not math.isfinite(question.cost) or question.cost < 0:
        raise CannotForecast(_("the cost must be 0 or more"))


def _missing(chain: Chain, touchpoint: str) -> str:
    """Return why the data cannot price the touchpoint at all, or an empty string."""
    index = chain.position(touchpoint)
    if index is None:
        return "nobody who scored it also told their loyalty"
    return chain.fit.reasons[index] or chain.reason


def printed_forecast(found: WhatIf) -> dict[str, object]:
    """Return a forecast as `whatif --json` prints it."""
    return {
        "gain": found.gain.as_json(),
        "delta_equity": found.delta_equity.as_json(),
        "roi": found.roi.as_json(),
        "npv": found.npv.as_json(),
        "payback_months": found.payback_months.as_json(),
        "p_npv_positive": found.p_npv_positive,
        "causal_discount": found.causal_discount.as_json(),
    }
