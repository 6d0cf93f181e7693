"""Root fields of analytics."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry
from django.db.models import FETCH_PEERS

from analytics.graphql.annotations import AnnotationQuery
from analytics.graphql.calibration import CalibrationQuery
from analytics.graphql.customer_values import CustomerValueQuery
from analytics.graphql.drivers import Drivers
from analytics.graphql.enums import PeriodKindEnum, ScopeKindEnum
from analytics.graphql.inputs import ScoreRunFilter
from analytics.graphql.matrix import MatrixQuery
from analytics.graphql.periods import named
from analytics.graphql.score_changes import ScoreChangeQuery
from analytics.graphql.trace import ScoreId, ScoreTrace, traced
from analytics.graphql.trends import TrendQuery
from analytics.graphql.types import ExperienceReturnScoreType, PlanEvaluationType, ScoreRunType, Segment
from analytics.models.period import PeriodKind
from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.score_run import ScoreRun
from analytics.selectors import current_runs, latest_of_each, scope_scores
from analytics.services.settings import current_settings
from feedback.selectors import segments
from tenants.graphql.connections import Listing, paged
from tenants.graphql.context import Info
from tenants.graphql.inputs import narrowed
from tenants.graphql.keyset import NEWEST_FIRST, Order
from tenants.graphql.nodes import rows_of
from tenants.graphql.reach import within_reach
from tenants.graphql.scalars import Period

BY_PERIOD_AND_CODE = Order(("run__period", "code", "id"), (date, str, UUID))
LATEST_PERIOD_FIRST = Order(("period", "id"), (date, UUID), descending=True)
BY_CODE = Order(("code",), (str,))

Scope = Annotated[ScopeKindEnum, strawberry.argument(description="What the scores are about.")]
ThePeriod = Annotated[Period, strawberry.argument(description="Period that is scored.")]
AnyPeriod = Annotated[
    Period | None, strawberry.argument(description="Only this period; all of the kind when left out.")
]
AnyKind = Annotated[
    PeriodKindEnum, strawberry.argument(description="Kind of periods when `period` is left out; months by default.")
]
Codes = Annotated[list[str] | None, strawberry.argument(description="Only scopes with one of these codes.")]
PlanCode = Annotated[str | None, strawberry.argument(description="Only evaluations of the plan with this code.")]

LatestOnly = Annotated[bool, strawberry.argument(description="Only the newest evaluation of each plan.")]


@strawberry.type
class AnalyticsQuery(CustomerValueQuery, CalibrationQuery, TrendQuery, MatrixQuery, ScoreChangeQuery, AnnotationQuery):
    """What is derived from facts."""

    @paged(ExperienceReturnScoreType, description="Experience-return scores that are shown, by period and code.")
    def experience_return_scores(
        self, scope: Scope, period: AnyPeriod = None, codes: Codes = None, period_kind: AnyKind = PeriodKind.MONTH
    ) -> Listing:
        """Return scores."""
        asked = named(period) if period is not None else None
        rows = within_reach(scope_scores(kind=scope, period=asked, period_kind=period_kind))
        rows = narrowed(rows, code__in=codes)
        return Listing(rows.fetch_mode(FETCH_PEERS), BY_PERIOD_AND_CODE)

    @strawberry.field(description="Where a score comes from: its counters and facts; null when there is no such score.")
    def trace(self, info: Info, score: ScoreId) -> ScoreTrace | None:
        """Return what a score was calculated from."""
        return traced(info, score)

    @strawberry.field(description="What drives loyalty in a period; null when it has not been scored.")
    def drivers(self, period: ThePeriod) -> Drivers | None:
        """Return the drivers of a period."""
        asked = named(period)
        run = current_runs(asked.kind).filter(period=asked.start, period_end=asked.end).first()
        return None if run is None else Drivers(run=run)

    @paged(ScoreRunType, description="Score runs, the latest period first.")
    def score_runs(self, filter: ScoreRunFilter | None = None) -> Listing:
        """Return score runs."""
        rows = rows_of(ScoreRun)
        return Listing(filter.narrow(rows) if filter else rows, LATEST_PERIOD_FIRST)

    @paged(PlanEvaluationType, description="Evaluations of action plans, newest first.")
    def plan_evaluations(self, plan: PlanCode = None, latest_only: LatestOnly = False) -> Listing:
        """Return evaluations."""
        rows = narrowed(rows_of(PlanEvaluation), plan__code=plan)
        return Listing(latest_of_each(rows) if latest_only else rows, NEWEST_FIRST)

    @paged(Segment, description="Segments of customers, by the attribute that the settings name.")
    def segments(self) -> Listing:
        """Return segments."""
        return Listing(segments(attribute=current_settings().segment_attribute), BY_CODE)
