"""What moved the return index since the reference period, as the API gives it."""

from typing import Any

import strawberry

from analytics.graphql.estimates import Estimate
from tenants.graphql.scalars import Period


@strawberry.type(description="How many points of the return index a touchpoint has moved since the reference period.")
class IndexContribution:
    """One part of the index's distance from 100."""

    code: str = strawberry.field(description="Code of the touchpoint.")
    points: Estimate | None = strawberry.field(description="Points of the index, below 0 when it fell by them.")


@strawberry.type(description="The return index and what moved it: contributions and the rest make up index minus 100.")
class ReturnIndex:
    """The return index of the company, split."""

    reference: Period | None = strawberry.field(description="Period whose index is 100; null where there is no index.")
    value: Estimate | None = strawberry.field(description="The index.")
    contributions: list[IndexContribution] = strawberry.field(
        description="Touchpoints by code; empty where there is no index."
    )
    other: Estimate | None = strawberry.field(description="Points that no touchpoint explains.")

    @classmethod
    def of(cls, results: dict[str, Any]) -> "ReturnIndex | None":
        """Return the index of a run's results; None where they have none."""
        found = results.get("company", {}).get("return_index")
        if found is None:
            return None
        reference, parts = found.get("reference"), found.get("contributions", [])
        return cls(
            reference=None if reference is None else Period(reference),
            value=Estimate.of(found),
            contributions=[IndexContribution(code=part["code"], points=Estimate.of(part)) for part in parts],
            other=Estimate.of(found.get("other")),
        )
