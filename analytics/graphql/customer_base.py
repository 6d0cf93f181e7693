"""The customers of a period together, as the API gives them: what they will buy, what they are worth, earned growth."""

from typing import Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate
from analytics.models.score_run import ScoreRun
from tenants.graphql.scalars import Period


def figure(*path: str, description: str) -> Any:
    """Return a field that reads one estimate of the customers of a run."""
    shown = f"{description}; null in runs older than the figure."
    return printed.figure("customer_base", *path, description=shown, of=lambda base: base.run.results)


@strawberry.type(description="The customers at the end of a scored period: what they will buy and are worth.")
class CustomerBase:
    """The customers at the end of a scored period."""

    run: strawberry.Private[ScoreRun]

    @strawberry.field(description="The scored period.")
    def period(self) -> Period:
        """Return the period."""
        return Period(self.run.label)

    @strawberry.field(description="Known customers who have ever bought.")
    def buyers(self) -> int:
        """Return the number of buyers."""
        return int(self.run.results.get("customer_base", {}).get("buyers", 0))

    active_customers: Estimate | None = figure("active_customers", description="How many of them are customers still")
    expected_orders: Estimate | None = figure(
        "expected_orders", description="Days with a purchase expected of all over the horizon of the settings"
    )
    customer_equity: Estimate | None = figure(
        "customer_equity", description="Discounted margin expected of all over the horizon, in major units"
    )
    net_revenue_retention: Estimate | None = figure(
        "earned_growth",
        "net_revenue_retention",
        description="Revenue of the last 12 months of earlier customers, as a share of all revenue of the 12 before",
    )
    earned_new_customers: Estimate | None = figure(
        "earned_growth",
        "earned_new_customers",
        description="Revenue of the last 12 months of new customers who came by referral, as the same share",
    )
    earned_growth_rate: Estimate | None = figure(
        "earned_growth", "earned_growth_rate", description="Retention plus earned new customers, less 1"
    )
    referred_share_of_new: Estimate | None = figure(
        "earned_growth", "referred_share_of_new", description="Share of the new customers who came by referral"
    )
