"""The answer to a scenario that is not kept, as the API gives it."""

from typing import Annotated, Any

import msgspec
import strawberry
from django.utils.translation import gettext as _

from analytics.graphql.estimates import Estimate
from analytics.graphql.scenario_inputs import ScenarioForecastInput
from analytics.graphql.scenario_parts import ScenarioAssumptions, ScenarioEffect, ScenarioReach
from analytics.graphql.scenarios import DoubtShare, ScenarioMove, chance, doubt_of, effect, figure, moves_of
from analytics.services.scenarios.preview import Preview, preview_scenario
from tenants.access import Refusal
from tenants.graphql.context import Info
from tenants.graphql.errors import ApiError
from tenants.graphql.scalars import Period

Asked = Annotated[ScenarioForecastInput, strawberry.argument(description="The scenario to think through.")]


@strawberry.type(description="What a scenario would bring that is not kept: an observed link, no proof.")
class ScenarioForecast:
    """What a scenario would bring."""

    found: strawberry.Private[Preview]
    status: str = strawberry.field(
        description="ok; insufficient when the data cannot price it; refused when it lies outside what was observed;"
        " empty when nothing is moved."
    )
    reason: str | None = strawberry.field(description="Why there are no figures; null when there are.")
    delta_equity: Estimate | None = figure("delta_equity", "Money gained over the horizon, after the causal discount")
    cost: Estimate | None = figure("cost", "Money spent over the horizon, discounted")
    npv: Estimate | None = figure("npv", "Money gained minus money spent")
    roi: Estimate | None = figure("roi", "Net present value for each unit of money spent")
    payback_months: Estimate | None = figure("payback_months", "First month in which the gain covers the cost")
    causal_discount: Estimate | None = figure("causal_discount", "Share of the observed link that is taken as causal")
    p_npv_positive: float | None = chance("p_npv_positive", "Chance that it gains more than it costs")
    p_payback_within_year: float | None = chance("p_payback_within_year", "Chance that it pays back within 12 months")
    experience: ScenarioEffect | None = effect("experience", "Experience value of the company, 0 to 100")
    repurchase: ScenarioEffect | None = effect("repurchase", "Share of customers who come back in the follow-up")
    referrals: ScenarioEffect | None = effect("referrals", "New customers whom a customer brings in the follow-up")

    @property
    def results(self) -> Any:
        """Return the stored form of the figures."""
        return self.found.results

    @strawberry.field(description="Month whose model answers.")
    def period(self) -> Period:
        """Return the month."""
        return Period(self.found.run.label)

    @strawberry.field(description="The touchpoints that are improved, in the order they were asked.")
    def moves(self) -> list[ScenarioMove]:
        """Return the touchpoints."""
        return moves_of(self.found.asked.as_json()["moves"], self.found.results)

    @strawberry.field(description="What the doubt is made of, the largest share first.")
    def doubt(self) -> list[DoubtShare]:
        """Return the shares of the doubt."""
        return doubt_of(self.found.results)

    @strawberry.field(description="How far each touchpoint of the sample can be moved, by code.")
    def reaches(self) -> list[ScenarioReach]:
        """Return how far each touchpoint can be moved."""
        return [
            ScenarioReach(
                touchpoint=one.code, lowest=one.lowest, highest=one.highest, n=one.n, reason=one.reason or None
            )
            for one in self.found.reaches
        ]

    @strawberry.field(description="What the model assumes.")
    def assumptions(self) -> ScenarioAssumptions:
        """Return the assumptions."""
        settings, (mean, sd) = self.found.settings, self.found.kappa
        learned = self.found.asked.causal_share is None
        return ScenarioAssumptions(
            horizon_months=settings.horizon_months,
            discount_rate_monthly=settings.discount_rate_monthly,
            margin_rate=settings.margin_rate,
            follow_up_months=settings.follow_up_months,
            referral_incremental_share=settings.referral_incremental_share,
            window_months=settings.window_months,
            causal_share=mean,
            causal_share_sd=sd,
            causal_plans=len(self.found.learned.plans) if learned else 0,
        )


@strawberry.type
class ScenarioForecastQuery:
    """Scenarios that are thought through and not kept."""

    @strawberry.field(description="What a scenario would bring; nothing is kept.")
    def scenario_forecast(self, info: Info, input: Asked) -> ScenarioForecast:
        """Return the answer to a scenario."""
        if info.context.company is None:
            raise ApiError(_("Scenarios belong to a company."))
        document = {
            name: value for name, value in msgspec.to_builtins(strawberry.asdict(input)).items() if value is not None
        }
        try:
            found = preview_scenario(company=info.context.company, document=document)
        except Refusal as refusal:
            raise ApiError(str(refusal)) from refusal
        return ScenarioForecast(found=found, status=found.status, reason=found.reason or None)
