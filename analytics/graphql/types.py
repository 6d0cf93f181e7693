"""Types of what is derived: scores, drivers, evaluations, segments."""

from datetime import date
from typing import Annotated, Any

import strawberry
import strawberry_django
from strawberry import auto

from analytics.graphql import printed
from analytics.graphql.dimensions import (
    TouchpointDimensions,
    ValueDimension,
    dimensions_of,
    touchpoint_dimensions_of,
)
from analytics.graphql.enums import EvidenceEnum, PeriodKindEnum, RunStatusEnum, ScopeKindEnum, VerdictEnum
from analytics.graphql.estimates import Estimate
from analytics.graphql.moments import MomentOfTruth, TouchpointValue, moments_of_truth_of, touchpoint_values_of
from analytics.graphql.plan_course import PlanStretch
from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.scope_score import ScopeKind, ScopeScore
from analytics.models.score_run import ScoreRun
from analytics.services.plans.paying import realised_roi
from journeys.graphql.enums import PlanDesignEnum
from journeys.graphql.plan_types import ActionPlanType
from journeys.graphql.types import TouchpointType
from journeys.models import Touchpoint
from journeys.models.plan import PlanDesign
from tenants.graphql.children import Children, named
from tenants.graphql.connections import paged
from tenants.graphql.context import Info
from tenants.graphql.keyset import Order
from tenants.graphql.nodes import Node, rows_of
from tenants.graphql.scalars import Period

THIS = strawberry.lazy("analytics.graphql.types")
BY_SCOPE = Order(("kind", "code"), (str, str))


def figure(name: str, description: str) -> Any:
    """Return a field that reads one named figure of a score."""
    shown = f"{description}; null where the scope has no such figure."
    return printed.figure(name, description=shown, of=lambda score: score.figures)


@strawberry_django.type(ScopeScore, name="ExperienceReturnScore")
class ExperienceReturnScoreType(Node):
    """The experience value and experience return of one scope in one period."""

    kind: ScopeKindEnum
    code: auto
    n: int
    status: auto
    evidence: EvidenceEnum
    run: Annotated["ScoreRunType", THIS]
    value: Estimate | None = figure("value", "Experience value, 0 to 100")
    emotional: Estimate | None = figure("emotional", "Emotional value, 0 to 100")
    functional: Estimate | None = figure("functional", "Functional value, 0 to 100")
    social: Estimate | None = figure("social", "Social value, 0 to 100")
    nps: Estimate | None = figure("nps", "Net promoter score, -100 to 100")
    csat: Estimate | None = figure("csat", "Share of 4 and 5 in satisfaction, per cent")
    ces: Estimate | None = figure("ces", "Mean ease, 1 to 7")
    loyalty: Estimate | None = figure("loyalty", "Mean loyalty, 0 to 10")
    return_index: Estimate | None = figure("return_index", "Return index, 100 = the company's reference period")
    reach: Estimate | None = figure("reach", "Share of respondents who met the touchpoint")
    importance: Estimate | None = figure("importance", "Share of the explained loyalty that is the touchpoint's")
    slope: Estimate | None = figure("slope", "Loyalty points for one point more at the touchpoint")
    return_per_point: Estimate | None = figure(
        "return_per_point", "Money, in the company's currency, for one point more of 10 over the horizon"
    )
    value_at_stake: Estimate | None = figure(
        "value_at_stake", "Money, in the company's currency, up to the best peer's experience"
    )

    @strawberry.field(description="Period that is scored.")
    def period(root: strawberry.Parent[ScopeScore]) -> Period:  # noqa: N805 - strawberry gives the row
        """Return the period."""
        return Period(root.run.label)

    @strawberry.field(description="How long the period is.")
    def period_kind(root: strawberry.Parent[ScopeScore]) -> PeriodKindEnum:  # noqa: N805 - strawberry gives the row
        """Return the kind of period."""
        return PeriodKindEnum(root.run.period_kind)

    @strawberry.field(description="First day of the period.")
    def period_start(root: strawberry.Parent[ScopeScore]) -> date:  # noqa: N805 - strawberry gives the row
        """Return the first day."""
        return root.run.period

    @strawberry.field(description="First day after the period.")
    def period_end(root: strawberry.Parent[ScopeScore]) -> date:  # noqa: N805 - strawberry gives the row
        """Return the first day after it."""
        return root.run.period_end

    expectation_gap: Estimate | None = figure(
        "expectation_gap", "Experience minus expectation, points of 0-10, positive when it was better"
    )
    beyond_expectation: Estimate | None = figure(
        "beyond_expectation", "Share of answers whose experience was better than expected"
    )
    running_value: Estimate | None = figure(
        "running_value", "Experience value of a touchpoint as of the period's end, 0 to 100, older answers count less"
    )
    response_rate: Estimate | None = figure("response_rate", "Answers for each contact of a touchpoint, 0 to 1")
    adjusted_value: Estimate | None = figure(
        "adjusted_value", "Experience value of a touchpoint, 0 to 100, with its answers weighed as its contacts are"
    )
    dimensions: list[ValueDimension] = strawberry.field(
        resolver=dimensions_of, description="The value dimensions of a touchpoint; empty for other scopes."
    )
    touchpoint_dimensions: list[TouchpointDimensions] = strawberry.field(
        resolver=touchpoint_dimensions_of,
        description="The value dimensions that a segment told at each touchpoint; empty for other scopes.",
    )
    touchpoint_values: list[TouchpointValue] = strawberry.field(
        resolver=touchpoint_values_of,
        description="The scope's value at each touchpoint that was told, by code; empty for touchpoints themselves.",
    )
    moments_of_truth: list[MomentOfTruth] = strawberry.field(
        resolver=moments_of_truth_of,
        description="The touchpoints that decide, in the order of the journey's version in force; journeys only.",
    )

    expected: Estimate | None = figure(
        "expected", "Level to expect of a unit, 0 to 100: its own answers, and its parent's level for what they lack"
    )
    rank: Estimate | None = figure(
        "rank", "Rank to expect of a unit among those below the same unit, 1 is the best; n is how many they are"
    )

    @strawberry.field(description="Chance that a unit is the best of those below the same unit; null where not known.")
    def p_best(root: strawberry.Parent[ScopeScore]) -> float | None:  # noqa: N805 - strawberry gives the row
        """Return the chance of being the best."""
        found: float | None = root.figures.get("p_best")
        return found

    @strawberry.field(description="The touchpoint, where the score is one touchpoint's.")
    def touchpoint(root: strawberry.Parent[ScopeScore], info: Info) -> TouchpointType | None:  # noqa: N805
        """Return the touchpoint of a touchpoint's score."""
        found: TouchpointType | None = (
            named(root, "code", Touchpoint, info) if root.kind == ScopeKind.TOUCHPOINT else None
        )
        return found


@strawberry_django.type(ScoreRun, name="ScoreRun")
class ScoreRunType(Node):
    """One scoring of one period."""

    model_version: auto
    inputs_hash: auto
    run_hash: auto
    settings_number: int
    period_kind: PeriodKindEnum
    period_end: auto
    status: RunStatusEnum
    reason: auto
    is_current: auto
    is_late: auto
    has_figures: auto
    closed_at: auto
    created_at: auto

    @strawberry.field(description="Period that is scored.")
    def period(root: strawberry.Parent[ScoreRun]) -> Period:  # noqa: N805 - strawberry gives the row
        """Return the period."""
        return Period(root.label)

    @strawberry.field(description="First day of the period.")
    def period_start(root: strawberry.Parent[ScoreRun]) -> date:  # noqa: N805 - strawberry gives the row
        """Return the first day."""
        return root.period

    @paged(ExperienceReturnScoreType, description="Scores of the run, by kind of scope and code.")
    def scores(root: strawberry.Parent[ScoreRun]) -> Children:  # noqa: N805 - strawberry gives the row
        """Return the scores of all scopes."""
        return Children(rows_of(ScopeScore), BY_SCOPE, "run_id", root)


def plain_number(name: str, description: str) -> Any:
    """Return a field that reads one number of an evaluation."""

    def resolve(root: strawberry.Parent[PlanEvaluation]) -> float | None:
        found: float | None = root.results.get(name)
        return found

    return strawberry.field(resolver=resolve, description=f"{description}; null when not known.")


@strawberry_django.type(PlanEvaluation, name="PlanEvaluation")
class PlanEvaluationType(Node):
    """One evaluation of an action plan."""

    plan: ActionPlanType
    number: int
    model_version: auto
    inputs_hash: auto
    design: auto
    verdict: VerdictEnum
    created_at: auto

    @strawberry.field(description="Effect in the plan's metric.")
    def effect(root: strawberry.Parent[PlanEvaluation]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the effect."""
        return Estimate.of(root.results.get("effect"))

    @strawberry.field(description="Extra margin of the treated customers, in the company's currency.")
    def money(root: strawberry.Parent[PlanEvaluation]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the money."""
        return Estimate.of(root.results.get("money"))

    @strawberry.field(
        description="Extra margin less the plan's cost, for each unit of cost, over the evaluated span; null without a"
        " cost in the company's currency."
    )
    def roi(root: strawberry.Parent[PlanEvaluation]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the realised return on the cost."""
        return Estimate.of(realised_roi(root))

    @strawberry.field(description="The money that was forecast when the plan was approved.")
    def forecast(root: strawberry.Parent[PlanEvaluation]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the frozen forecast."""
        return Estimate.of(root.results.get("forecast"))

    p_value: float | None = plain_number("p_value", "Chance of such an effect without the plan")
    placebo_p: float | None = plain_number(
        "placebo_p", "Chance of what the same comparison finds where nothing happened, such as before the plan"
    )
    smallest_detectable: float | None = plain_number(
        "smallest_detectable", "Gain, in the plan's metric, that 80 % of plans like this one would show"
    )
    smallest_detectable_harm: float | None = plain_number(
        "smallest_detectable_harm", "Loss, in the plan's metric, that 80 % of plans like this one would show"
    )

    @strawberry.field(description="Design of the comparison; null for evaluations of before this was kept.")
    def design_kind(
        root: strawberry.Parent[PlanEvaluation],  # noqa: N805 - strawberry gives the row
    ) -> PlanDesignEnum | None:
        """Return the design."""
        kind = root.results.get("design_kind")
        return PlanDesign(kind) if kind else None

    plain_effect: Estimate | None = printed.figure(
        "plain_effect",
        description="The same comparison without adjustment for where units stood; null when not made.",
        of=lambda found: found.results,
    )
    placebo: Estimate | None = printed.figure(
        "placebo",
        description="What the same comparison finds where nothing happened; null when not made.",
        of=lambda found: found.results,
    )

    @strawberry.field(
        description="How both arms went, the oldest period first; empty where arms are people, or one series."
    )
    def course(root: strawberry.Parent[PlanEvaluation]) -> list[PlanStretch]:  # noqa: N805 - strawberry gives the row
        """Return the periods."""
        return [PlanStretch.of(one) for one in root.results.get("course", [])]

    @strawberry.field(description="Why the verdict is what it is.")
    def reason(root: strawberry.Parent[PlanEvaluation]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the sentence behind the verdict."""
        return str(root.results.get("reason", ""))


@strawberry.type(description="A segment of customers: one value of the segment attribute.")
class Segment:
    """A segment of customers."""

    @strawberry.field(description="Value of the segment attribute.")
    def code(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the value."""
        return str(root["code"])

    @strawberry.field(description="How many customers have it.")
    def customers(root: strawberry.Parent[dict[str, Any]]) -> int:  # noqa: N805 - strawberry gives the row
        """Return the number of customers."""
        return int(root["customers"])
