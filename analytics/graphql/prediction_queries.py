"""Root fields of predictions."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry
from django.utils.translation import gettext as _

from analytics.aggregates.months import bounds, parse
from analytics.graphql.predictions import CustomerPredictionType, PredictionRunType
from analytics.models.prediction import CustomerPrediction, PredictionRun
from tenants.graphql.connections import Listing, paged
from tenants.graphql.errors import ApiError
from tenants.graphql.inputs import narrowed
from tenants.graphql.keyset import Order
from tenants.graphql.nodes import rows_of
from tenants.graphql.scalars import Period

LATEST_PERIOD_FIRST = Order(("period", "id"), (date, UUID), descending=True)
RISKIEST_FIRST = Order(("risk", "id"), (float, UUID), descending=True)

Month = Annotated[Period, strawberry.argument(description="Month whose last day the customers are described as of.")]
AnyMonth = Annotated[Period | None, strawberry.argument(description="Only this month; all months when left out.")]
Target = Annotated[str, strawberry.argument(description="What is predicted: repurchase, attr:NAME or attr:NAME=VALUE.")]
AnyTarget = Annotated[str | None, strawberry.argument(description="Only this target; all of them when left out.")]


@strawberry.type
class PredictionQuery:
    """What is expected of customers."""

    @paged(PredictionRunType, description="Predictions that are shown, the latest month first.")
    def prediction_runs(self, period: AnyMonth = None, target: AnyTarget = None) -> Listing:
        """Return the runs that are shown."""
        rows = rows_of(PredictionRun).filter(is_current=True)
        month = None if period is None else _first_day(period)
        return Listing(narrowed(rows, period=month, target=target), LATEST_PERIOD_FIRST)

    @paged(CustomerPredictionType, description="Customers by the risk of losing them, the riskiest first.")
    def customer_predictions(self, period: Month, target: Target = "repurchase") -> Listing:
        """Return the customers of a run that is shown."""
        rows = rows_of(CustomerPrediction).select_related("run", "customer")
        shown = rows.filter(run__is_current=True, run__period=_first_day(period), run__target=target)
        return Listing(shown, RISKIEST_FIRST)


def _first_day(period: Period) -> date:
    """Return the first day of a month. Raises ApiError for a period of another length."""
    try:
        return bounds(parse(period))[0]
    except ValueError as error:
        raise ApiError(_("Predictions are made month by month: give a month, such as 2026-01.")) from error
