"""Asking for scenarios, and changing them."""

from datetime import date
from typing import Annotated, Any

import msgspec
import strawberry
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.graphql.estimates import Estimate
from analytics.graphql.scenario_forecast import ScenarioForecastQuery
from analytics.graphql.scenario_inputs import GuessInput, ScenarioMoveInput
from analytics.graphql.scenarios import ScenarioComparison, ScenarioType
from analytics.models.scenario import Scenario
from analytics.services.scenarios.adopt import adopt_scenario
from analytics.services.scenarios.keep import compare_scenarios, forget_scenario, keep_scenario
from journeys.graphql.plan_types import ActionPlanType
from tenants.access import Refusal
from tenants.graphql.connections import Listing, paged
from tenants.graphql.context import Info
from tenants.graphql.errors import ApiError
from tenants.graphql.inputs import narrowed
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import rows_of
from tenants.graphql.user_errors import UserError, refused

Codes = Annotated[list[str] | None, strawberry.argument(description="Only scenarios with one of these codes.")]
ScenarioCode = Annotated[str, strawberry.argument(description="Code of the scenario.")]
Several = Annotated[list[str], strawberry.argument(description="Codes of 2 to 10 scenarios.")]


@strawberry.input(description="A scenario to ask; one of the same code is replaced.")
class SaveScenarioInput:
    """A scenario to ask."""

    code: str = strawberry.field(description="Short name, unique in the company.")
    title: str = strawberry.field(description="What it is about, for people.")
    moves: list[ScenarioMoveInput] = strawberry.field(description="1 to 20 touchpoints, each once.")
    period: str | None = strawberry.field(default=None, description="Month whose model answers; the newest by default.")
    cost: GuessInput | None = strawberry.field(default=None, description="Money spent at the start; 0 by default.")
    monthly_cost: GuessInput | None = strawberry.field(default=None, description="Money spent every month.")
    ramp_months: int = strawberry.field(default=0, description="Months over which the gain grows.")
    half_life_months: float | None = strawberry.field(
        default=None, description="Months in which the gain halves after that; it stays by default."
    )
    horizon_months: int | None = strawberry.field(default=None, description="Instead of that of the settings.")
    discount_rate_monthly: float | None = strawberry.field(default=None, description="Instead of that of the settings.")
    causal_share: float | None = strawberry.field(
        default=None, description="Instead of what evaluated plans taught, 0 to 1."
    )

    def document(self) -> dict[str, object]:
        """Return the scenario as the services read it."""
        found: dict[str, object] = msgspec.to_builtins(strawberry.asdict(self))
        return {name: value for name, value in found.items() if value is not None}


@strawberry.input(description="Dates and places of the plans that a scenario becomes.")
class AdoptScenarioInput:
    """Dates and places of the plans."""

    code: str = strawberry.field(description="Code of the scenario.")
    baseline_from: date = strawberry.field(description="First day of the time before, which the plans are judged by.")
    start_date: date = strawberry.field(description="First day of the plans.")
    evaluate_to: date = strawberry.field(description="Last day that their evaluation looks at.")
    treated_units: list[str] = strawberry.field(default_factory=list, description="Units where they are carried out.")
    control_units: list[str] = strawberry.field(default_factory=list, description="Units to compare with.")

    def terms(self) -> dict[str, object]:
        """Return the terms as the services read them."""
        found: dict[str, Any] = msgspec.to_builtins(strawberry.asdict(self))
        return {name: value for name, value in found.items() if name != "code"}


@strawberry.type(description="The scenario that was kept, or what is wrong with it.")
class SaveScenarioPayload:
    """The scenario that was kept."""

    scenario: ScenarioType | None = strawberry.field(description="The scenario with its answer; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What is wrong with the input; empty when nothing is.")


@strawberry.type(description="The plans that a scenario became, or what is wrong.")
class AdoptScenarioPayload:
    """The plans that a scenario became."""

    plans: list[ActionPlanType] = strawberry.field(description="The draft plans, one for each touchpoint.")
    user_errors: list[UserError] = strawberry.field(description="What is wrong with the input; empty when nothing is.")


@strawberry.type(description="Whether a scenario was forgotten.")
class DeleteScenarioPayload:
    """Whether a scenario was forgotten."""

    deleted_code: str | None = strawberry.field(description="Code of the scenario that is gone; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="What is wrong with the input; empty when nothing is.")


@strawberry.type
class ScenarioQuery(ScenarioForecastQuery):
    """Scenarios that were kept."""

    @paged(ScenarioType, description="Scenarios, the newest first.")
    def scenarios(self, codes: Codes = None) -> Listing:
        """Return scenarios."""
        return Listing(narrowed(rows_of(Scenario), code__in=codes), NEWEST_FIRST)

    @strawberry.field(description="Which of some scenarios are likely to bring more, pair by pair.")
    def compare_scenarios(self, codes: Several) -> list[ScenarioComparison]:
        """Return the comparison of every pair."""
        try:
            pairs = compare_scenarios(codes)
        except Refusal as refusal:
            raise ApiError(str(refusal)) from refusal
        return [
            ScenarioComparison(
                first=pair["first"],
                second=pair["second"],
                p_first_better=pair.get("p_first_better"),
                npv_difference=Estimate.of(pair.get("npv_difference")),
                reason=pair.get("reason"),
            )
            for pair in pairs
        ]


@strawberry.type
class ScenarioMutation:
    """Changes of scenarios."""

    @strawberry.mutation(description="Ask a scenario and keep it with its answer; one of the same code is replaced.")
    def save_scenario(self, info: Info, input: SaveScenarioInput) -> SaveScenarioPayload:
        """Keep a scenario."""
        if info.context.company is None:
            raise ApiError(_("Scenarios belong to a company."))
        try:
            kept: Any = keep_scenario(
                company=info.context.company,
                document=input.document(),
                now=timezone.now(),
                by=info.context.actor.name,
                actor=info.context.actor,
            )
        except Refusal as refusal:
            return SaveScenarioPayload(scenario=None, user_errors=[refused(refusal, field="input")])
        return SaveScenarioPayload(scenario=kept, user_errors=[])

    @strawberry.mutation(description="Make draft plans of a scenario, one a touchpoint: its uplift is the target.")
    def adopt_scenario(self, info: Info, input: AdoptScenarioInput) -> AdoptScenarioPayload:
        """Make plans of a scenario."""
        if info.context.company is None:
            raise ApiError(_("Scenarios belong to a company."))
        try:
            with transaction.atomic():
                plans: Any = adopt_scenario(
                    company=info.context.company, code=input.code, terms=input.terms(), actor=info.context.actor
                )
        except Refusal as refusal:
            return AdoptScenarioPayload(plans=[], user_errors=[refused(refusal, field="input")])
        return AdoptScenarioPayload(plans=plans, user_errors=[])

    @strawberry.mutation(description="Forget a scenario; one that became plans stays.")
    def delete_scenario(self, info: Info, code: ScenarioCode) -> DeleteScenarioPayload:
        """Forget a scenario."""
        try:
            forget_scenario(code, actor=info.context.actor)
        except Refusal as refusal:
            return DeleteScenarioPayload(deleted_code=None, user_errors=[refused(refusal, field="code")])
        return DeleteScenarioPayload(deleted_code=code, user_errors=[])
