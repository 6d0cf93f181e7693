"""The document `truth.json`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.calendar import month_name
from analytics.simulation.company import Company
from analytics.simulation.curves import lifetime_value, referral_curve, repurchase_curve, revenue_curve
from analytics.simulation.truth import Returns, true_plan_effect, true_projection, true_returns

DEFINITIONS = {
    "slope_planted": "Points of latent loyalty per point of experience (0-10), as written in the world.",
    "slope": "Raw slope of equation (6), loyalty clipped and rounded to 0-10, in a reference population of the same"
    " world that answers every question without answering style or unobserved taste.",
    "importance": "Johnson weight of the score column there, meeting partialled out; importance_rank 1 is strongest.",
    "return_per_point": "Money over the horizon, before the causal discount: the latent experience of every"
    " customer-month in the window is raised by one point of 0-10 with its own noise kept, then clipped and rounded,"
    " loyalty is recomputed, and the mean gain of V(loyalty), equation (8), of each segment is multiplied by its"
    " customers who came within the window.",
    "effect": "The plan's metric for treated customer-months after its start, against the same ones without the plan.",
    "money": "Extra expected margin in the month after each treated customer-month, up to the end of the evaluation.",
}


def truth_document(company: Company) -> dict[str, Any]:
    """Return everything that was planted and what follows from it.

    Money in major units, rounded only by the float format.
    """
    world = company.world
    returns = true_returns(company)
    last = world.months.count - 1
    return {
        "definitions": DEFINITIONS,
        "name": world.name,
        "seed": world.seed,
        "currency": world.currency,
        "period": month_name(world, last),
        "customers": int(returns.customers[last]),
        "touchpoints": _touchpoints(company, returns, last),
        "periods": [_period(company, returns, month) for month in range(world.months.count)],
        "loyalty_levels": _levels(company),
        "plans": _plans(company),
        "settings": settings_document(company),
    }


def settings_document(company: Company) -> dict[str, Any]:
    """Return the company's model settings, as `settings import` reads them."""
    world = company.world
    return {
        "loyalty_outcome": world.loyalty.question,
        "business": "regular",
        "follow_up_months": 1,
        "segment_attribute": "segment",
        "window_months": world.value.window_months,
        "horizon_months": world.value.horizon_months,
        "discount_rate_monthly": world.value.discount_rate_monthly,
        "margin_rate": world.value.margin_rate,
        "referral_incremental_share": world.value.referral_incremental_share,
        "acquisition_cost": world.value.acquisition_cost,
    }


def _touchpoints(company: Company, returns: Returns, month: int) -> list[dict[str, Any]]:
    found = true_projection(company)
    visits = company.visits
    rows = []
    for column, point in enumerate(company.world.touchpoints):
        met = visits.met[:, column]
        rows.append(
            {
                "code": point.code,
                "slope_planted": point.slope,
                "slope": _number(found.slopes[column]),
                "importance": _number(found.importance[column]),
                "importance_rank": found.ranks()[column],
                "return_per_point": float(returns.per_point[month, column]),
                "reach": float(met.mean()) if len(visits) else None,
                "mean_score": float(visits.perceived[met, column].mean()) if met.any() else None,
            }
        )
    return rows


def _period(company: Company, returns: Returns, month: int) -> dict[str, Any]:
    codes = [point.code for point in company.world.touchpoints]
    return {
        "period": month_name(company.world, month),
        "customers": int(returns.customers[month]),
        "mean_clv": float(returns.mean_clv[month]),
        "return_per_point": dict(zip(codes, returns.per_point[month].tolist(), strict=True)),
    }


def _levels(company: Company) -> list[dict[str, Any]]:
    """Return the true curves; where segments differ, the mix of those who hold a level."""
    world = company.world
    mix = np.zeros((len(world.segments), 11))
    np.add.at(mix, (company.segment_of_visit(), company.visits.level), 1.0)
    shares = np.array([segment.share for segment in world.segments])[:, None]
    mix = np.where(mix.sum(axis=0) > 0, mix / np.maximum(mix.sum(axis=0), 1.0), shares)
    chance = _mixed(mix, repurchase_curve(world))
    worth = _mixed(mix, lifetime_value(world))
    amount, referred = revenue_curve(world), referral_curve(world)
    held = np.bincount(company.visits.level, minlength=11)
    return [
        {
            "level": level,
            "n": int(held[level]),
            "repurchase_rate": float(chance[level]),
            "revenue_per_repurchase": float(amount[level]),
            "revenue_per_customer": float(chance[level] * amount[level]),
            "referrals_per_customer": float(referred[level]),
            "clv": float(worth[level]),
        }
        for level in range(11)
    ]


def _plans(company: Company) -> list[dict[str, Any]]:
    rows = []
    for plan, treated in zip(company.world.plans, company.treated, strict=True):
        found = true_plan_effect(company, plan, treated)
        rows.append(
            {
                "code": plan.code,
                "metric": plan.metric,
                "planted_points": plan.effect,
                "effect": found.get(plan.metric),
                "chosen": plan.choose,
                "treated_units": [code for code, on in zip(company.units, treated, strict=True) if on],
                **found,
            }
        )
    return rows


def _mixed(mix: NDArray[np.float64], curve: NDArray[np.float64]) -> NDArray[np.float64]:
    mixed: NDArray[np.float64] = (mix * curve).sum(axis=0)
    return mixed


def _number(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
