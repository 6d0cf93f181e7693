"""Importance against performance, as the API gives it."""

from typing import Annotated, Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate
from analytics.graphql.periods import named
from analytics.selectors import UnscoredPeriod
from analytics.services.scoring.matrix import METHOD, CannotPlace, Matrix, matrix_of
from tenants.graphql.connections import Figures, paged
from tenants.graphql.context import Info
from tenants.graphql.errors import ApiError
from tenants.graphql.scalars import Period

MatrixPeriod = Annotated[Period, strawberry.argument(description="Period that is scored.")]
OfSegment = Annotated[
    str | None, strawberry.argument(description="Only this segment's answers; everybody's when left out.")
]
Without = Annotated[
    list[str] | None,
    strawberry.argument(description="Codes of touchpoints to leave out of the regression, 60 at most."),
]


@strawberry.type(description="One touchpoint's place in the matrix.")
class DriverPoint:
    """One touchpoint's place in the matrix."""

    code: str = printed.text("code", description="Code of the touchpoint.")
    importance: Estimate | None = printed.figure(
        "importance", description="Share of the explained loyalty that is the touchpoint's."
    )
    value: Estimate | None = printed.figure(
        "value", description="Experience value at the touchpoint in the period, 0 to 100."
    )
    slope: Estimate | None = printed.figure("slope", description="Loyalty points for one point more at the touchpoint.")
    reach: Estimate | None = printed.figure("reach", description="Share of respondents who met the touchpoint.")
    priority: Estimate | None = printed.figure(
        "priority", description="Importance times reach times the share of the scale that is still open above."
    )
    quadrant: str | None = printed.words(
        "quadrant", description="concentrate_here, keep_it_up, low_priority or possible_overkill; null when unknown."
    )
    quadrant_sure: bool = printed.flag("quadrant_sure", description="Whether both intervals agree with the quadrant.")
    vif: float | None = printed.number(
        "vif", description="How much the other touchpoints blur the slope; 1 is not at all, above 5 much."
    )


@strawberry.type(
    description="Importance against performance of the touchpoints, and the lines their quadrants meet at."
)
class DriverMatrix:
    """Importance against performance."""

    found: strawberry.Private[Matrix]

    @strawberry.field(description="Period of the performance; importance is that of the window that ends with it.")
    def period(self) -> Period:
        """Return the period."""
        return Period(self.found.label)

    @strawberry.field(description="Segment whose answers these are; null for everybody.")
    def segment(self) -> str | None:
        """Return the segment."""
        return self.found.segment

    @strawberry.field(description="Codes of the touchpoints that were left out, sorted.")
    def without(self) -> list[str]:
        """Return what was left out."""
        return list(self.found.without)

    @strawberry.field(description="How importance was found, such as johnson.")
    def method(self) -> str:
        """Return the method."""
        return METHOD

    @strawberry.field(description="Number of respondents that importance rests on.")
    def n(self) -> int:
        """Return the number of respondents."""
        return self.found.n

    @strawberry.field(description="Share of the outcome's variance that is explained.")
    def r2(self) -> Estimate | None:
        """Return the explained share."""
        return Estimate.of(self.found.r2.as_json())

    @strawberry.field(description="Mean importance, which parts more important touchpoints from less important ones.")
    def importance_line(self) -> Estimate | None:
        """Return the mean importance."""
        return Estimate.of(self.found.lines[0].as_json())

    @strawberry.field(description="Mean experience value, 0 to 100, which parts better touchpoints from worse ones.")
    def value_line(self) -> Estimate | None:
        """Return the mean performance."""
        return Estimate.of(self.found.lines[1].as_json())

    @strawberry.field(description="What the answers leave open about the drivers, in words; empty when nothing.")
    def doubts(self) -> list[str]:
        """Return the doubts."""
        return list(self.found.doubts)

    @paged(DriverPoint, description="The touchpoints, by code.")
    def points(self) -> Figures:
        """Return the touchpoints' places."""
        rows: list[dict[str, Any]] = [dict(point) for point in self.found.points]
        return Figures(sorted(rows, key=lambda row: str(row["code"])), "code")


@strawberry.type
class MatrixQuery:
    """The matrix of importance and performance."""

    @strawberry.field(
        description="Importance against performance of everybody or a segment; null when the period is not scored."
    )
    def driver_matrix(
        self, info: Info, period: MatrixPeriod, segment: OfSegment = None, without: Without = None
    ) -> DriverMatrix | None:
        """Return the matrix of a period."""
        if info.context.company is None:
            return None
        try:
            found = matrix_of(
                company=info.context.company, period=named(period), segment=segment, without=without or ()
            )
        except UnscoredPeriod:
            return None
        except CannotPlace as refusal:
            raise ApiError(str(refusal)) from refusal
        return DriverMatrix(found=found)
