"""One figure of many scopes over many periods: what a dashboard of trends needs, in one request and two queries."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated, Any

import strawberry
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from analytics.graphql.enums import FigureEnum, ScopeKindEnum
from analytics.graphql.estimates import Estimate
from analytics.graphql.periods import named
from analytics.models.scope_score import Figure, ScopeScore
from analytics.selectors import current_runs, scores_between
from tenants.graphql.connections import Connection, connection_of, paged
from tenants.graphql.errors import ApiError
from tenants.graphql.inputs import narrowed
from tenants.graphql.keyset import Order, Page, within
from tenants.graphql.reach import within_reach
from tenants.graphql.scalars import Period

BY_CODE = Order(("code",), (str,))
MOST_PERIODS = 100

Scope = Annotated[ScopeKindEnum, strawberry.argument(description="What the scores are about.")]
From = Annotated[Period, strawberry.argument(name="from", description="First period, such as 2026-01 or 2026-W05.")]
To = Annotated[Period, strawberry.argument(name="to", description="Last period, of the same kind; 100 at most.")]
TheFigure = Annotated[FigureEnum, strawberry.argument(description="Figure to follow.")]
Codes = Annotated[list[str] | None, strawberry.argument(description="Only scopes with one of these codes.")]


@strawberry.type(description="One figure of a scope in one period.")
class TrendPoint:
    """One figure of a scope in one period."""

    period: Period = strawberry.field(description="Period that was scored.")
    period_start: date = strawberry.field(description="First day of the period.")
    n: int = strawberry.field(description="Number of answers that the experience value rests on.")
    status: str = strawberry.field(description="ok, or insufficient when there are too few answers.")
    estimate: Estimate | None = strawberry.field(description="The figure; null where the scope has no such figure.")


@strawberry.type(description="One figure of a scope, period by period.")
class ScoreTrend:
    """One figure of a scope, period by period."""

    code: str = strawberry.field(description="Code of the scope; empty for the company.")
    points: list[TrendPoint] = strawberry.field(description="The periods that were scored, the earliest first.")


@dataclass(frozen=True, slots=True)
class Trends:
    """The trends of one figure, by code: a page of codes is read first, then the points of those codes."""

    scores: QuerySet[ScopeScore]
    figure: str

    def page(self, page: Page, info: Any) -> Connection[Any]:
        """Return one page of trends."""
        codes = self.scores.order_by().values("code").distinct()
        wanted = [row["code"] for row in within(codes, page, BY_CODE)[: page.size + 1]]
        found = {trend.code: trend for trend in self._read(wanted)}
        return connection_of([found[code] for code in wanted], page=page, order=BY_CODE, count=codes.count)

    def _read(self, codes: list[str]) -> list[ScoreTrend]:
        rows = (
            self.scores.filter(code__in=codes)
            .order_by("code", "run__period")
            .values_list("code", "run__label", "run__period", "n", "status", KeyTransform(self.figure, "figures"))
        )
        return [
            ScoreTrend(code=code, points=[_point(*point) for _code, *point in points])
            for code, points in groupby(rows, key=lambda row: row[0])
        ]


def _point(label: str, start: date, n: int, status: str, printed: Any) -> TrendPoint:
    return TrendPoint(
        period=Period(label), period_start=start, n=n, status=status, estimate=Estimate.of(printed) if printed else None
    )


@strawberry.type
class TrendQuery:
    """Scores over time."""

    @paged(ScoreTrend, description="One figure of scopes over the periods that were scored, by code.")
    def score_trends(
        self, scope: Scope, since: From, until: To, figure: TheFigure = Figure.VALUE, codes: Codes = None
    ) -> Trends:
        """Return trends."""
        begin, end = named(since), named(until)
        if begin.kind != end.kind or end.start < begin.start:
            raise ApiError(_("`to` must be a period of the same kind as `from` and not before it."))
        runs = current_runs(begin.kind).filter(period__gte=begin.start, period__lte=end.start)
        if runs.count() > MOST_PERIODS:
            raise ApiError(_("Ask for %(most)s periods at most.") % {"most": MOST_PERIODS})
        scores = within_reach(scores_between(kind=scope, first=begin, last=end))
        return Trends(narrowed(scores, code__in=codes), figure)
