"""What an evaluated plan has brought for its cost."""

from typing import Any

from analytics.models.plan_evaluation import PlanEvaluation
from analytics.numerics.estimate import Estimate
from analytics.numerics.returns.roi import realised
from journeys.services.money import major_units
from tenants.selectors import current_company


def realised_roi(evaluation: PlanEvaluation) -> dict[str, Any] | None:
    """Return the printed ratio of what came beyond the cost to the cost; None without a cost in the company's currency.

    Over the evaluated span, in which not everything may have come that was forecast for a longer horizon.
    """
    plan, printed = evaluation.plan, evaluation.results.get("money")
    if not printed or plan.cost_minor is None or plan.currency != current_company().currency:
        return None
    return realised(Estimate.read(printed), cost=float(major_units(plan.cost_minor, plan.currency))).as_json()
