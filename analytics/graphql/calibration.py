"""Whether the company's own forecasts came true, as the API gives it."""

from typing import Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate
from analytics.services.learning.chart import calibration, printed_calibration
from analytics.services.settings import current_settings
from tenants.graphql.connections import Figures, paged


@strawberry.type(description="One plan's frozen forecast beside what it brought, both over the evaluated span.")
class ForecastOutcome:
    """A forecast and its outcome."""

    code: str = printed.text("plan", description="Code of the plan.")
    forecast: Estimate | None = printed.figure(
        "forecast", description="Money that was forecast at approval, in the company's currency."
    )
    outcome: Estimate | None = printed.figure(
        "outcome", description="Extra margin that the evaluation found, in the company's currency."
    )

    @strawberry.field(description="Whether they agree within the doubts of both; null for a plan that does not count.")
    def inside(root: strawberry.Parent[dict[str, Any]]) -> bool | None:  # noqa: N805
        """Return whether the outcome is inside."""
        found: bool | None = root["inside"]
        return found

    reason: str = printed.text("reason", description="Why the plan does not count; empty when it does.")
    backdated: bool = printed.flag("backdated", description="Whether the plan was written down after its start.")


@strawberry.type(description="The share of an observed link believed to be causal, and what it was learned from.")
class CausalDiscount:
    """The causal discount in force."""

    @strawberry.field(description="The discount, between 0 and 1.")
    def kappa(root: strawberry.Parent[dict[str, Any]]) -> Estimate | None:  # noqa: N805
        """Return the discount."""
        return Estimate.of(root)

    from_plans: Estimate | None = printed.figure(
        "from_plans", description="What the plans say without the prior, not cut to 0 and 1."
    )

    @strawberry.field(description="Mean of the prior, a setting.")
    def prior_mean(root: strawberry.Parent[dict[str, Any]]) -> float:  # noqa: N805
        """Return the prior's mean."""
        return float(root["prior"]["mean"])

    @strawberry.field(description="Standard deviation of the prior, a setting.")
    def prior_sd(root: strawberry.Parent[dict[str, Any]]) -> float:  # noqa: N805
        """Return the prior's standard deviation."""
        return float(root["prior"]["sd"])

    @strawberry.field(description="Probability that undiscounted forecasts promise too much.")
    def chance_too_high(root: strawberry.Parent[dict[str, Any]]) -> float:  # noqa: N805
        """Return the probability that forecasts are too high."""
        return float(root["p_forecasts_too_high"])

    @strawberry.field(description="Probability that undiscounted forecasts promise too little.")
    def chance_too_low(root: strawberry.Parent[dict[str, Any]]) -> float:  # noqa: N805
        """Return the probability that forecasts are too low."""
        return float(root["p_forecasts_too_low"])

    version: str = printed.text("version", description="Hash of the prior and of the evaluations it was learned from.")


@strawberry.type(description="Whether the company's own forecasts came true, and what that taught.")
class ForecastCalibration:
    """Forecasts against outcomes."""

    found: strawberry.Private[dict[str, Any]]

    @strawberry.field(description="Share of outcomes that agree with their forecasts; nine in ten should.")
    def inside(self) -> Estimate | None:
        """Return the share inside."""
        return Estimate.of(self.found["inside"])

    @strawberry.field(description="Money that came for each unit of money forecast; 1 is well calibrated.")
    def slope(self) -> Estimate | None:
        """Return the slope."""
        return Estimate.of(self.found["slope"])

    @strawberry.field(description="The causal discount that forecasts use now.")
    def causal_discount(self) -> CausalDiscount:
        """Return the discount."""
        discount: CausalDiscount = self.found["causal_discount"]
        return discount

    @paged(ForecastOutcome, description="All evaluated plans, by code.")
    def plans(self) -> Figures:
        """Return forecasts and outcomes."""
        return Figures(self.found["plans"], "plan")


@strawberry.type
class CalibrationQuery:
    """What the company's own plans teach."""

    @strawberry.field(description="Forecasts of plans against what they brought, and the causal discount learned.")
    def forecast_calibration(self) -> ForecastCalibration:
        """Return the calibration chart."""
        return ForecastCalibration(found=printed_calibration(calibration(current_settings())))
