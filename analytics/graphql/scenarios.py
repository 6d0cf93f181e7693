"""Scenarios as the API gives them."""

from collections.abc import Iterable, Mapping
from typing import Any

import strawberry
import strawberry_django
from strawberry import auto

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate
from analytics.graphql.guesses import Guess, guess_of
from analytics.graphql.scenario_parts import ScenarioEffect, ScenarioTerms, terms_of
from analytics.models.scenario import Scenario
from tenants.graphql.nodes import Node
from tenants.graphql.scalars import Period


@strawberry.type(description="One touchpoint that is improved.")
class ScenarioMove:
    """One touchpoint that is improved."""

    touchpoint: str = strawberry.field(description="Code of the touchpoint.")
    uplift: Guess = strawberry.field(description="Points of 0-10 that its scores rise.")
    share: float = strawberry.field(description="Share of its customers for whom they rise, 0 to 1.")
    gain: Estimate | None = strawberry.field(
        description="Its part of the money, after the causal discount; null without figures."
    )


@strawberry.type(description="A share of the doubt about a scenario.")
class DoubtShare:
    """A share of the doubt."""

    source: str = strawberry.field(description="What was drawn: the causal discount, the sample, an uplift, the cost.")
    share: float = strawberry.field(description="Its share of the variance of the net present value, 0 to 1.")


def figure(name: str, description: str) -> Any:
    """Return a field that reads one figure of a scenario's answer."""
    return printed.figure(name, description=f"{description}; null without figures.", of=lambda kept: kept.results)


def chance(name: str, description: str) -> Any:
    """Return a field that reads one probability of a scenario's answer."""
    return printed.number(name, description=f"{description}; null without figures.", of=lambda kept: kept.results)


def effect(name: str, description: str) -> Any:
    """Return a field that reads what a scenario changes beside money."""

    def read(root: strawberry.Parent[Any]) -> ScenarioEffect | None:
        found: ScenarioEffect | None = root.results.get("effects", {}).get(name)
        return found

    return strawberry.field(resolver=read, description=f"{description}; null without figures.")


def moves_of(moves: Iterable[Mapping[str, Any]], results: Mapping[str, Any]) -> list[ScenarioMove]:
    """Return the touchpoints of a stored scenario with their parts of the money."""
    parts = results.get("touchpoints", {})
    return [
        ScenarioMove(
            touchpoint=move["touchpoint"],
            uplift=guess_of(move["uplift"]),
            share=move["share"],
            gain=Estimate.of(parts.get(move["touchpoint"])),
        )
        for move in moves
    ]


def doubt_of(results: Mapping[str, Any]) -> list[DoubtShare]:
    """Return what the doubt of a stored answer is made of, the largest share first."""
    shares = sorted(results.get("doubt", {}).items(), key=lambda pair: (-pair[1], pair[0]))
    return [DoubtShare(source=source, share=share) for source, share in shares]


@strawberry_django.type(Scenario, name="Scenario")
class ScenarioType(Node):
    """Improvements of one or several touchpoints that were thought through: what they would cost and bring."""

    code: auto
    title: auto
    run_hash: auto
    model_version: auto
    settings_number: int
    status: auto
    reason: auto
    created_at: auto
    answered_at: auto
    created_by: auto
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

    @strawberry.field(description="Month whose model answered.")
    def period(root: strawberry.Parent[Scenario]) -> Period:  # noqa: N805 - strawberry gives the row
        """Return the month."""
        return Period(f"{root.period:%Y-%m}")

    @strawberry.field(description="The touchpoints that are improved, in the order they were asked.")
    def moves(root: strawberry.Parent[Scenario]) -> list[ScenarioMove]:  # noqa: N805 - strawberry gives the row
        """Return the touchpoints."""
        return moves_of(root.asked["moves"], root.results)

    @strawberry.field(description="What the doubt is made of, the largest share first.")
    def doubt(root: strawberry.Parent[Scenario]) -> list[DoubtShare]:  # noqa: N805 - strawberry gives the row
        """Return the shares of the doubt."""
        return doubt_of(root.results)

    @strawberry.field(description="What it assumes beside its uplifts.")
    def terms(root: strawberry.Parent[Scenario]) -> ScenarioTerms:  # noqa: N805 - strawberry gives the row
        """Return the assumptions."""
        return terms_of(root.asked)

    @strawberry.field(description="Codes of the action plans that it became.")
    def plans(root: strawberry.Parent[Scenario]) -> list[str]:  # noqa: N805 - strawberry gives the row
        """Return the plans."""
        return list(root.plans)


@strawberry.type(description="Which of two scenarios is likely to bring more.")
class ScenarioComparison:
    """Which of two scenarios is likely to bring more."""

    first: str = strawberry.field(description="Code of the first scenario.")
    second: str = strawberry.field(description="Code of the second scenario.")
    p_first_better: float | None = strawberry.field(description="Chance that the first brings more; null if unknown.")
    npv_difference: Estimate | None = strawberry.field(description="How much more the first brings.")
    reason: str | None = strawberry.field(description="Why the two cannot be compared; null when they can.")
