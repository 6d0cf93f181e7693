"""What single customers are expected to buy and are worth, as the API gives it."""

from dataclasses import dataclass
from typing import Annotated, Any, cast
from uuid import UUID

import strawberry
from django.db.models import QuerySet

from analytics.graphql.customer_base import CustomerBase
from analytics.graphql.enums import EvidenceEnum
from analytics.graphql.estimates import Estimate
from analytics.graphql.periods import named
from analytics.models.score_run import ScoreRun
from analytics.numerics.estimate import Estimate as Figure
from analytics.selectors import current_runs
from analytics.services.customer_values import value_customers
from feedback.graphql.types import CustomerType
from feedback.models import Customer
from tenants.graphql.connections import Connection, connection_of, paged
from tenants.graphql.keyset import BY_ID, Page, within
from tenants.graphql.nodes import rows_of
from tenants.graphql.scalars import Period

ThePeriod = Annotated[Period, strawberry.argument(description="Scored period; customers are described as of its end.")]
OneCustomer = Annotated[
    str | None, strawberry.argument(description="Only the customer with this id in the company's systems.")
]


@strawberry.type(description="What one customer is expected to buy and is worth, by the models of a scored period.")
class CustomerValue:
    """What one customer is expected to buy and is worth."""

    id: strawberry.Private[UUID]
    customer: CustomerType = strawberry.field(description="The customer.")
    repeats: int = strawberry.field(description="Days with a purchase after the first.")
    days_since_last: int | None = strawberry.field(
        description="Days from the last purchase to the end of the period; null for those who had not bought."
    )
    evidence: EvidenceEnum = strawberry.field(
        description="observed where the customer has come back, borrowed where all comes from others."
    )
    active: Estimate = strawberry.field(
        description="Probability that the customer will ever buy again as before (P(alive)); 1 after one purchase."
    )
    expected_orders: Estimate = strawberry.field(
        description="Days with a purchase expected over the horizon of the settings (12 months by default)."
    )
    lifetime_value: Estimate = strawberry.field(
        description="Discounted margin expected over the horizon, major units; the interval is of the expectation."
    )


@dataclass(frozen=True, slots=True)
class Valued:
    """Customers by id, valued page by page by the models of a run."""

    customers: QuerySet[Customer]
    run: ScoreRun | None

    def page(self, page: Page, info: Any) -> Connection[Any]:
        """Return one page: one query for the customers and one for their orders."""
        if self.run is None:
            return connection_of([], page=page, order=BY_ID, count=lambda: 0)
        found = list(within(self.customers, page, BY_ID)[: page.size + 1])
        known = {customer.pk: customer for customer in found}
        valued = value_customers(company=info.context.company, run=self.run, customers=known)
        rows = [
            CustomerValue(
                id=one.customer,
                customer=cast(CustomerType, known[one.customer]),
                repeats=one.repeats,
                days_since_last=one.days_since_last,
                evidence=one.evidence,
                active=_estimate(one.active),
                expected_orders=_estimate(one.orders),
                lifetime_value=_estimate(one.value),
            )
            for one in valued
        ]
        return connection_of(rows, page=page, order=BY_ID, count=self.customers.order_by().count)


def _estimate(found: Figure) -> Estimate:
    return Estimate(
        value=found.value,
        low=found.low,
        high=found.high,
        n=found.n,
        status=found.status,
        reason=found.reason or None,
        method=found.method or None,
    )


def _shown(period: Period) -> ScoreRun | None:
    asked = named(period)
    return current_runs(asked.kind).filter(period=asked.start, period_end=asked.end).first()


@strawberry.type
class CustomerValueQuery:
    """What customers are worth."""

    @strawberry.field(description="The customers of a period together; null when it has not been scored.")
    def customer_base(self, period: ThePeriod) -> CustomerBase | None:
        """Return the customers of a period."""
        run = _shown(period)
        return None if run is None else CustomerBase(run=run)

    @paged(CustomerValue, description="Customers with what they are expected to buy and are worth, by customer id.")
    def customer_values(self, period: ThePeriod, external_id: OneCustomer = None) -> Valued:
        """Return customers, none where the period has not been scored."""
        rows = rows_of(Customer)
        return Valued(rows if external_id is None else rows.filter(external_id=external_id), _shown(period))
