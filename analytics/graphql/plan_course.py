"""How both arms of an evaluated plan went."""

from datetime import date
from typing import Any, Self

import strawberry

from analytics.graphql.estimates import Estimate


@strawberry.type(description="A period of an evaluation: the plan's metric in both arms.")
class PlanStretch:
    """A period of an evaluation."""

    first_day: date = strawberry.field(description="First day.")
    end_day: date = strawberry.field(description="Day after the last one.")
    is_after: bool = strawberry.field(description="Whether the plan had begun.")
    treated: Estimate | None = strawberry.field(description="Mean of those who met the change.")
    control: Estimate | None = strawberry.field(description="Mean of those they are compared with.")

    @classmethod
    def of(cls, printed: dict[str, Any]) -> Self:
        """Return a period from its stored form."""
        return cls(
            first_day=date.fromisoformat(printed["first"]),
            end_day=date.fromisoformat(printed["end"]),
            is_after=printed["is_after"],
            treated=Estimate.of(printed["treated"]),
            control=Estimate.of(printed["control"]),
        )
