"""What drives loyalty in a period, as the API gives it."""

from typing import Any

import strawberry

from analytics.graphql.driver_types import Driver
from analytics.graphql.estimates import Estimate
from analytics.graphql.return_index import ReturnIndex
from analytics.models.score_run import ScoreRun
from tenants.graphql.connections import Figures, paged
from tenants.graphql.scalars import Period


@strawberry.type(description="What drives loyalty, found from the answers of the window that ends with a period.")
class Drivers:
    """What drives loyalty in a period."""

    run: strawberry.Private[ScoreRun]

    def _found(self) -> dict[str, Any]:
        found: dict[str, Any] = self.run.results["drivers"]
        return found

    @strawberry.field(description="Period whose drivers these are; their window ends with its last whole month.")
    def period(self) -> Period:
        """Return the period."""
        return Period(self.run.label)

    @strawberry.field(description="Outcome that is explained, such as loyalty.")
    def outcome(self) -> str:
        """Return the outcome."""
        return str(self._found()["outcome"])

    @strawberry.field(description="How importance was found, such as johnson.")
    def method(self) -> str:
        """Return the method."""
        return str(self._found()["method"])

    @strawberry.field(description="Number of respondents the analysis rests on.")
    def n(self) -> int:
        """Return the number of respondents."""
        return int(self._found()["n"])

    @strawberry.field(description="Share of the outcome's variance that is explained.")
    def r2(self) -> Estimate | None:
        """Return the explained share."""
        return Estimate.of(self._found()["r2"])

    @strawberry.field(description="What the answers leave open about the drivers, in words; empty when nothing.")
    def doubts(self) -> list[str]:
        """Return the doubts."""
        return [str(doubt) for doubt in self._found().get("doubts", [])]

    @strawberry.field(description="The return index of the period, and what moved it; null when there is none.")
    def return_index(self) -> ReturnIndex | None:
        """Return the split index."""
        return ReturnIndex.of(self.run.results)

    @paged(Driver, description="The touchpoints, by code.")
    def touchpoints(self) -> Figures:
        """Return the touchpoints' part."""
        return Figures(sorted(self.run.results["touchpoints"], key=lambda row: str(row["code"])), "code")
