"""What the API tells of one driver of loyalty."""

from typing import Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.driver_parts import ChannelConsistency, KanoKind, TouchpointResponse
from analytics.graphql.estimates import Estimate


@strawberry.type(description="How much one touchpoint drives loyalty.")
class Driver:
    """How much one touchpoint drives loyalty."""

    code: str = printed.text("code", description="Code of the touchpoint.")
    importance: Estimate | None = printed.figure(
        "importance", description="Share of the explained loyalty that is the touchpoint's."
    )
    lmg: float | None = printed.number(
        "lmg",
        description="The same share averaged over all orders of entry, a check on the importance; null above 14.",
    )
    rank: Estimate | None = printed.figure(
        "rank", description="Rank of the importance, 1 for the strongest driver, with the ranks it may have."
    )
    slope: Estimate | None = printed.figure("slope", description="Loyalty points for one point more at the touchpoint.")
    reach: Estimate | None = printed.figure("reach", description="Share of respondents who met the touchpoint.")
    value: Estimate | None = printed.figure("value", description="Experience value at the touchpoint, 0 to 100.")
    running_value: Estimate | None = printed.figure(
        "running_value",
        description="Experience value as of the period's end, 0 to 100, where older answers count less.",
    )
    priority: Estimate | None = printed.figure(
        "priority", description="Importance times reach times the share of the scale that is still open above."
    )
    p_top: float | None = printed.number(
        "p_top", description="Chance of being the strongest driver, of 1,000 draws of customers."
    )
    p_value: float | None = printed.number(
        "p_value", description="Chance of such a slope without any link, adjusted for the number of touchpoints (Holm)."
    )
    vif: float | None = printed.number(
        "vif", description="How much the other touchpoints blur the slope; 1 is not at all, above 5 much."
    )
    quadrant: str | None = printed.words(
        "quadrant", description="concentrate_here, keep_it_up, low_priority or possible_overkill; null when unknown."
    )
    quadrant_sure: bool = printed.flag("quadrant_sure", description="Whether both intervals agree with the quadrant.")

    @strawberry.field(description="Who answered of those who met it, and what that does to its value.")
    def response(root: strawberry.Parent[dict[str, Any]]) -> TouchpointResponse | None:  # noqa: N805
        """Return the response."""
        found: TouchpointResponse | None = root.get("response")
        return found

    @strawberry.field(description="Whether it is the same experience in every channel; null where none was told.")
    def consistency(root: strawberry.Parent[dict[str, Any]]) -> ChannelConsistency | None:  # noqa: N805
        """Return how alike the channels are."""
        found: ChannelConsistency | None = root.get("consistency")
        return found

    @strawberry.field(description="Whether it costs loyalty when bad or wins it when good; null outside the sample.")
    def kano(root: strawberry.Parent[dict[str, Any]]) -> KanoKind | None:  # noqa: N805 - strawberry gives the row
        """Return the kind."""
        found: KanoKind | None = root.get("kano")
        return found
