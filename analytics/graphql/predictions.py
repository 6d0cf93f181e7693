"""Predictions as the API gives them: what a run is worth, and what it expects of each customer."""

from typing import Any

import strawberry
import strawberry_django
from strawberry import auto

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate
from analytics.graphql.prediction_enums import PredictionStatusEnum, PredictionVerdictEnum
from analytics.graphql.prediction_parts import PredictionDecile, PredictionReason, PredictionSign, PredictionWarning
from analytics.models.prediction import CustomerPrediction, PredictionRun
from feedback.graphql.types import CustomerType
from tenants.graphql.connections import Figures, paged
from tenants.graphql.nodes import Node
from tenants.graphql.scalars import Period


def figure(*path: str, description: str) -> Any:
    """Return a field that reads one estimate of a run's results."""
    shown = f"{description}; null where nothing could be judged."
    return printed.figure(*path, description=shown, of=lambda run: run.results)


@strawberry_django.type(PredictionRun, name="PredictionRun")
class PredictionRunType(Node):
    """A prediction for all known customers as of the end of a month, and how the same method did before."""

    target: auto
    horizon_months: int
    model_version: auto
    inputs_hash: auto
    run_hash: auto
    settings_number: int
    status: PredictionStatusEnum
    reason: auto
    verdict: PredictionVerdictEnum
    customers: int
    is_current: auto
    created_at: auto
    auc: Estimate | None = figure("auc", description="Chance that a customer with the outcome is ranked higher")
    rule_auc: Estimate | None = figure("rule_auc", description="The same of the best simple rule")
    difference: Estimate | None = figure("difference", description="What the prediction adds to the rule")
    calibration_slope: Estimate | None = figure(
        "calibration", "slope", description="1: probabilities can be taken at their word; below: too extreme"
    )
    calibration_intercept: Estimate | None = figure(
        "calibration", "intercept", description="Log-odds by which probabilities were too low on the whole"
    )
    brier: Estimate | None = figure("losses", "model", "brier", description="Mean squared error of the probabilities")
    rule_brier: Estimate | None = figure("losses", "rule", "brier", description="The same of the simple rule")
    mean_absolute_error: Estimate | None = figure("losses", "model", "mae", description="Mean absolute error")

    @strawberry.field(description="Month whose last day the customers are described as of.")
    def period(root: strawberry.Parent[PredictionRun]) -> Period:  # noqa: N805 - strawberry gives the row
        """Return the month."""
        return Period(f"{root.period:%Y-%m}")

    @strawberry.field(description="Column of the best simple rule, such as recency_days; empty if nothing was judged.")
    def rule(root: strawberry.Parent[PredictionRun]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the rule's column."""
        return str(root.results.get("rule", ""))

    @strawberry.field(description="Whom the prediction was judged by, in words.")
    def design(root: strawberry.Parent[PredictionRun]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the design."""
        return str(root.results.get("design", ""))

    @strawberry.field(description="Number of judged customers who had the outcome.")
    def events(root: strawberry.Parent[PredictionRun]) -> int:  # noqa: N805 - strawberry gives the row
        """Return the number of outcomes."""
        return int(root.results.get("events", 0))

    @paged(PredictionWarning, description="Doubts about the prediction.")
    def warnings(root: strawberry.Parent[PredictionRun]) -> Figures:  # noqa: N805 - strawberry gives the row
        """Return the doubts in their order."""
        return _numbered(root.results.get("warnings", []))

    @paged(PredictionSign, description="Which way each numeric column goes with the outcome.")
    def signs(root: strawberry.Parent[PredictionRun]) -> Figures:  # noqa: N805 - strawberry gives the row
        """Return the signs in the order of the columns."""
        return _numbered(root.results.get("signs", []))

    @paged(PredictionDecile, description="Lift by tenths of the judged customers, the likeliest first.")
    def lift(root: strawberry.Parent[PredictionRun]) -> Figures:  # noqa: N805 - strawberry gives the row
        """Return the tenths."""
        return _numbered(root.results.get("lift", []))


def _numbered(rows: list[dict[str, Any]]) -> Figures:
    return Figures([{**row, "place": f"{place:04d}"} for place, row in enumerate(rows)], "place")


@strawberry_django.type(CustomerPrediction, name="CustomerPrediction")
class CustomerPredictionType(Node):
    """What one run expects of one customer, and why."""

    run: PredictionRunType
    customer: CustomerType

    @strawberry.field(description="Probability of the target; the interval says how sure the model is of it.")
    def probability(root: strawberry.Parent[CustomerPrediction]) -> Estimate:  # noqa: N805 - strawberry gives the row
        """Return the probability."""
        return _estimate(root, root.probability, root.low, root.high)

    @strawberry.field(description="Chance of losing the customer: of no repurchase, or of the label.")
    def risk(root: strawberry.Parent[CustomerPrediction]) -> Estimate:  # noqa: N805 - strawberry gives the row
        """Return the risk."""
        if root.risk == root.probability:
            return _estimate(root, root.risk, root.low, root.high)
        return _estimate(root, root.risk, 1 - root.high, 1 - root.low)

    @strawberry.field(description="The three columns that move the probability most, strongest first.")
    def reasons(root: strawberry.Parent[CustomerPrediction]) -> list[PredictionReason]:  # noqa: N805
        """Return the reasons."""
        return list(root.reasons)


def _estimate(root: CustomerPrediction, value: float, low: float, high: float) -> Estimate:
    run = root.run
    return Estimate(
        value=value, low=low, high=high, n=run.results.get("n", 0), status=run.status, reason=None, method=None
    )
