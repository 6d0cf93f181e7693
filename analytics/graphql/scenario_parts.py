"""Parts of scenarios, kept or not: what changes beside money, what was assumed, how far a touchpoint can be moved."""

from typing import Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate
from analytics.graphql.guesses import Guess, guess_of


@strawberry.type(description="A measure before and after a scenario; 90 % intervals of what is drawn together.")
class ScenarioEffect:
    """A measure before and after a scenario."""

    before: Estimate | None = printed.figure("before", description="The measure as it is.")
    change: Estimate | None = printed.figure("change", description="What the scenario adds, once it has fully arrived.")
    after: Estimate | None = printed.figure("after", description="The measure as it would be.")


@strawberry.type(description="What a scenario assumes beside its uplifts; null where the company's settings hold.")
class ScenarioTerms:
    """What a scenario assumes."""

    cost: Guess = strawberry.field(description="Money spent at the start.")
    monthly_cost: Guess = strawberry.field(description="Money spent every month.")
    ramp_months: int = strawberry.field(description="Months over which the gain grows.")
    half_life_months: float | None = strawberry.field(description="Months in which the gain halves; null for never.")
    horizon_months: int | None = strawberry.field(description="Months whose money counts, where not the settings'.")
    discount_rate_monthly: float | None = strawberry.field(
        description="Discount rate of a month, where not the settings'."
    )
    causal_share: float | None = strawberry.field(
        description="Mean share of the link that is taken as causal, where not what evaluated plans taught."
    )


@strawberry.type(description="What the model assumes when it answers a scenario.")
class ScenarioAssumptions:
    """What the model assumes."""

    horizon_months: int = strawberry.field(description="Months whose money counts.")
    discount_rate_monthly: float = strawberry.field(description="Discount rate of a month.")
    margin_rate: float = strawberry.field(description="Margin of money whose own margin is not known, 0 to 1.")
    follow_up_months: int = strawberry.field(description="Months in which a customer may come back.")
    referral_incremental_share: float = strawberry.field(
        description="Share of recommended customers who would not have come otherwise."
    )
    window_months: int = strawberry.field(description="Months of answers that the model rests on.")
    causal_share: float = strawberry.field(description="Mean share of the link that is taken as causal.")
    causal_share_sd: float = strawberry.field(description="Standard deviation of that share, cut to 0 to 1.")
    causal_plans: int = strawberry.field(description="Evaluated plans that the share was learned from; 0: a guess.")


@strawberry.type(description="How far a touchpoint's scores can be moved in a scenario.")
class ScenarioReach:
    """How far a touchpoint's scores can be moved."""

    touchpoint: str = strawberry.field(description="Code of the touchpoint.")
    lowest: float = strawberry.field(description="The least uplift that can be asked, points of 0-10.")
    highest: float = strawberry.field(description="The most uplift that can be asked, points of 0-10.")
    n: int = strawberry.field(description="Answers behind it.")
    reason: str | None = strawberry.field(description="Why it cannot be priced; null when it can.")


def terms_of(asked: dict[str, Any]) -> ScenarioTerms:
    """Return what a stored scenario assumes; what older ones do not name is the settings'."""
    return ScenarioTerms(
        cost=guess_of(asked.get("cost", 0.0)),
        monthly_cost=guess_of(asked.get("monthly_cost", 0.0)),
        ramp_months=asked.get("ramp_months", 0),
        half_life_months=asked.get("half_life_months"),
        horizon_months=asked.get("horizon_months"),
        discount_rate_monthly=asked.get("discount_rate_monthly"),
        causal_share=asked.get("causal_share"),
    )
