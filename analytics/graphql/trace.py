"""From a number back to its counters and facts, as the API gives it."""

from decimal import Decimal
from typing import Annotated, Any, Self

import strawberry

from analytics.aggregates.months import label
from analytics.graphql.estimates import Estimate
from analytics.graphql.types import ExperienceReturnScoreType, ScoreRunType
from analytics.models.scope_score import ScopeScore
from analytics.models.settings import Settings
from analytics.services.scoring.trace import SOURCES, Counters, Level, Trace, facts_of, orders_of, trace_score
from analytics.services.settings import settings_at
from feedback.graphql.types import FeedbackItemType, OrderType
from tenants.graphql.connections import Listing, paged
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.keyset import NEWEST_FIRST
from tenants.graphql.nodes import rows_of
from tenants.graphql.scalars import Period

ScoreId = Annotated[strawberry.ID, strawberry.argument(description="Id of the experience-return score to explain.")]
Offset = Annotated[int, strawberry.argument(description="How many counters to pass over: 100 are told at once.")]


@strawberry.type(description="One figure of a score and where it comes from.")
class TracedFigure:
    """One figure and where it comes from."""

    name: str = strawberry.field(description="Name of the figure, as in the printed score.")
    estimate: Estimate | None = strawberry.field(description="The figure itself.")
    equations: str = strawberry.field(description="Numbers of the model's equations that give it.")
    page: str = strawberry.field(description="Page of the documentation that explains it with a worked example.")
    reads: str = strawberry.field(description="Which counters or facts it is read from.")


@strawberry.type(description="Exact counters of one metric at one touchpoint, as whole numbers.")
class TracedCounters:
    """Counters of one metric."""

    touchpoint: str = strawberry.field(description="Code of the touchpoint; empty for answers about the company.")
    metric: str = strawberry.field(description="Metric that was answered, such as nps, rating or score.")
    weighted: bool = strawberry.field(description="Whether these are sums of the answers' weights, in 1e-9.")
    n: Decimal = strawberry.field(description="Number of answers, or the sum of their weights in 1e-9.")
    histogram: list[Decimal] = strawberry.field(description="Answers by value, from 0 to 10.")
    total: Decimal = strawberry.field(description="Sum of the answers in steps; divide by `scale` for points.")
    scale: int = strawberry.field(description="Steps of one point: 252 for rating and score, else 1.")
    groups: int = strawberry.field(description="Groups of customers that answered; intervals compare groups.")

    @classmethod
    def of(cls, found: Counters) -> Self:
        """Return counters as the API gives them."""
        return cls(
            touchpoint=found.touchpoint,
            metric=found.metric,
            weighted=found.weighted,
            n=Decimal(found.n),
            histogram=[Decimal(count) for count in found.histogram],
            total=Decimal(found.total),
            scale=found.scale,
            groups=found.groups,
        )


@strawberry.type(description="What known customers at one loyalty level did in the months that followed.")
class TracedLevel:
    """What customers at one loyalty level did."""

    level: int = strawberry.field(description="Loyalty, 0 to 10.")
    n: int = strawberry.field(description="Answer sheets of known customers.")
    repurchased: int = strawberry.field(description="How many were followed by an order.")
    orders: int = strawberry.field(description="Orders that followed.")
    revenue: Decimal = strawberry.field(description="Their money in minor units of the company's currency.")
    referrals: int = strawberry.field(description="Purchases by customers whom they had brought.")

    @classmethod
    def of(cls, found: Level) -> Self:
        """Return a level as the API gives it."""
        return cls(
            level=found.level,
            n=found.n,
            repurchased=found.repurchased,
            orders=found.orders,
            revenue=Decimal(found.revenue),
            referrals=found.referrals,
        )


@strawberry.type(description="Everything that a score was calculated from: run, figures, counters, and the facts.")
class ScoreTrace:
    """Everything that a score was calculated from."""

    found: strawberry.Private[Trace]
    settings: strawberry.Private[Settings]
    score: ExperienceReturnScoreType = strawberry.field(description="The score that is explained.")
    run: ScoreRunType = strawberry.field(description="The run that gave it: model version, hashes, settings version.")
    window_from: Period = strawberry.field(description="First month of the window of drivers and money.")
    window_to: Period = strawberry.field(description="Last month of the window of drivers and money.")
    is_current: bool = strawberry.field(
        description="Whether the counters are those the run read; false when facts or settings changed since."
    )
    data_hash: str = strawberry.field(
        description="Hash of all counters of the window, contacts and days, the same for the same facts."
    )
    sheets: int = strawberry.field(description="Answer sheets that the drivers rest on.")
    straight_lines: int = strawberry.field(description="Sheets left out because the same figure stood everywhere.")

    @strawberry.field(description="The figures of the score, by name, each with the equations that give it.")
    def figures(self) -> list[TracedFigure]:
        """Return the figures that have an origin to tell."""
        stored = self.found.score.figures
        return [
            TracedFigure(
                name=name,
                estimate=Estimate.of(stored[name]),
                equations=source.equations,
                page=source.page,
                reads=source.reads,
            )
            for name, source in sorted(SOURCES.items())
            if name in stored
        ]

    @strawberry.field(description="The counters of the scope in the period, by touchpoint and metric, 100 at a time.")
    def counters(self, offset: Offset = 0) -> list[TracedCounters]:
        """Return the counters."""
        return [TracedCounters.of(found) for found in self.found.counters[max(0, offset) :]]

    @strawberry.field(description="The loyalty table of the window; empty while no follow-up is complete.")
    def loyalty_levels(self) -> list[TracedLevel]:
        """Return the loyalty table."""
        return [TracedLevel.of(found) for found in self.found.levels]

    @paged(FeedbackItemType, description="The answers of the scope in the period, the last received first.")
    def answers(self) -> Listing:
        """Return the facts behind the experience figures."""
        return Listing(facts_of(self.found.score, settings=self.settings), NEWEST_FIRST)

    @paged(OrderType, description="The orders of the window, the last received first.")
    def orders(self) -> Listing:
        """Return the facts behind the money."""
        return Listing(orders_of(self.found.score, settings=self.settings), NEWEST_FIRST)


def traced(info: Info, score_id: str) -> ScoreTrace | None:
    """Return the trace of a score, None when there is none of this company. Raises ApiError for another id."""
    found = rows_of(ScopeScore).filter(pk=decode_as(score_id, "ExperienceReturnScore")).first()
    if found is None or info.context.company is None:
        return None
    settings = settings_at(found.run.settings_number, company=info.context.company)
    trace = trace_score(found, settings=settings)
    first, last = trace.window
    score: Any = found
    run: Any = found.run
    return ScoreTrace(
        found=trace,
        settings=settings,
        score=score,
        run=run,
        window_from=Period(label(first)),
        window_to=Period(label(last)),
        is_current=trace.is_current,
        data_hash=trace.digest,
        sheets=trace.sheets,
        straight_lines=trace.straight_lines,
    )
