"""What the score of a journey, segment, unit or channel says touchpoint by touchpoint, and which of them decide."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import strawberry

from analytics.graphql.estimates import Estimate
from analytics.graphql.moment_enums import MomentReasonEnum
from analytics.models.scope_score import ScopeKind, ScopeScore
from analytics.services.moments import moments_of
from journeys.models import StageTouchpoint
from journeys.models.journey import VersionState
from tenants.graphql.context import Info
from tenants.graphql.nodes import rows_of

IN_ORDER = ("stage__version__journey__code", "stage__position", "position")


class Places(NamedTuple):
    """The touchpoints of a journey's version in force, in its order, and those that the company says decide."""

    order: list[str]
    declared: list[str]


@strawberry.type(description="The experience value of a scope at one touchpoint.")
class TouchpointValue:
    """The experience value of a scope at one touchpoint."""

    touchpoint: str = strawberry.field(description="Code of the touchpoint.")
    value: Estimate | None = strawberry.field(description="Experience value, 0 to 100.")


@strawberry.type(description="A touchpoint that decides how a journey ends, and why: named by the company, or found.")
class MomentOfTruth:
    """A touchpoint that decides how a journey ends."""

    touchpoint: str = strawberry.field(description="Code of the touchpoint.")
    reasons: list[MomentReasonEnum] = strawberry.field(description="Why; one at least.")
    rank: Estimate | None = strawberry.field(
        description="Rank among the drivers of loyalty, 1 for the strongest; null outside the sample."
    )


def touchpoint_values_of(root: strawberry.Parent[ScopeScore]) -> list[TouchpointValue]:
    """Return the value at each touchpoint of the scope that has one."""
    found: Mapping[str, Any] = root.figures.get("touchpoints", {})
    return [TouchpointValue(touchpoint=code, value=Estimate.of(value)) for code, value in sorted(found.items())]


def moments_of_truth_of(root: strawberry.Parent[ScopeScore], info: Info) -> list[MomentOfTruth]:
    """Return the moments of truth of a journey's score, in the order of the version that is in force now."""
    if root.kind != ScopeKind.JOURNEY:
        return []
    places = _places(info).get(root.code, Places([], []))
    found = moments_of(
        touchpoints=places.order,
        declared=places.declared,
        figures={str(row["code"]): row for row in root.run.results["touchpoints"]},
        journey=root.figures.get("value"),
    )
    return [
        MomentOfTruth(touchpoint=one.touchpoint, reasons=list(one.reasons), rank=Estimate.of(one.rank)) for one in found
    ]


def _places(info: Info) -> dict[str, Places]:
    """Return the places of all journeys by code, read once for all scores of an answer."""
    loaded = info.context.loaded
    if Places not in loaded:
        rows = rows_of(StageTouchpoint).filter(stage__version__state=VersionState.PUBLISHED).order_by(*IN_ORDER)
        found: dict[str, Places] = {}
        for journey, code, decides in rows.values_list(
            IN_ORDER[0], "touchpoint__code", "touchpoint__is_moment_of_truth"
        ):
            place = found.setdefault(journey, Places([], []))
            place.order.append(code)
            if decides:
                place.declared.append(code)
        loaded[Places] = found
    result: dict[str, Places] = loaded[Places]
    return result
