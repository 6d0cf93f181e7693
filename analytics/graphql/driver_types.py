"""What the API tells of one driver of loyalty."""

from typing import Any

import strawberry

from analytics.graphql.estimates import Estimate


def figure(name: str, description: str) -> Any:
    """Return a field that reads one named figure of a touchpoint's printed row."""

    def resolve(root: strawberry.Parent[dict[str, Any]]) -> Estimate | None:
        return Estimate.of(root.get(name))

    return strawberry.field(resolver=resolve, description=description)


def number(name: str, description: str) -> Any:
    """Return a field that reads one plain number of a touchpoint's printed row."""

    def resolve(root: strawberry.Parent[dict[str, Any]]) -> float | None:
        found: float | None = root.get(name)
        return found

    return strawberry.field(resolver=resolve, description=description)


@strawberry.type(description="Whether a touchpoint costs loyalty when bad, wins it when good, or both.")
class KanoKind:
    """What kind of driver a touchpoint is."""

    @strawberry.field(description="basic, performance, excitement, indifferent, or cannot_tell.")
    def kind(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the kind."""
        return str(root["kind"])

    @strawberry.field(description="The kind of the bare value, whatever its interval.")
    def likely(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the likely kind."""
        return str(root["likely"])

    @strawberry.field(description="Why the kind cannot be told; null when it can.")
    def reason(root: strawberry.Parent[dict[str, Any]]) -> str | None:  # noqa: N805 - strawberry gives the row
        """Return the reason."""
        return root.get("reason") or None

    penalty: Estimate | None = figure("penalty", "Loyalty that the dissatisfied lack, points of 0-10")
    reward: Estimate | None = figure("reward", "Loyalty that the delighted have more, points of 0-10")
    asymmetry: Estimate | None = figure("asymmetry", "1: costs only; -1: wins only; 0: as much either way")


@strawberry.type(description="The mean score in one channel.")
class ChannelMean:
    """The mean score in one channel."""

    channel: str = strawberry.field(description="Code of the channel.")
    mean: float | None = strawberry.field(description="Mean score, 0 to 100; null with too few answers.")


@strawberry.type(description="Whether a touchpoint is the same experience in every channel.")
class ChannelConsistency:
    """Whether a touchpoint is the same experience in every channel."""

    index: Estimate | None = figure("index", "100 when all channels are alike, 0 when they could not differ more.")
    spread: Estimate | None = figure("spread", "Standard deviation between channels beyond chance, points of 0-100.")
    p_value: float | None = number("p_value", "Chance of such differences if all channels were the same (Welch).")

    @strawberry.field(description="The mean score in each channel that was told, by code.")
    def channels(root: strawberry.Parent[dict[str, Any]]) -> list[ChannelMean]:  # noqa: N805 - strawberry gives the row
        """Return the channels' means."""
        return [ChannelMean(channel=code, mean=mean) for code, mean in sorted(root["channels"].items())]


@strawberry.type(description="How much one touchpoint drives loyalty.")
class Driver:
    """How much one touchpoint drives loyalty."""

    @strawberry.field(description="Code of the touchpoint.")
    def code(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the code."""
        return str(root["code"])

    importance: Estimate | None = figure("importance", "Share of the explained loyalty that is the touchpoint's.")
    rank: Estimate | None = figure(
        "rank", "Rank of the importance, 1 for the strongest driver, with the ranks it may have."
    )
    slope: Estimate | None = figure("slope", "Loyalty points for one point more at the touchpoint.")
    reach: Estimate | None = figure("reach", "Share of respondents who met the touchpoint.")
    value: Estimate | None = figure("value", "Experience value at the touchpoint, 0 to 100.")
    priority: Estimate | None = figure(
        "priority", "Importance times reach times the share of the scale that is still open above."
    )
    p_top: float | None = number("p_top", "Chance of being the strongest driver, of 1,000 draws of customers.")
    p_value: float | None = number(
        "p_value", "Chance of such a slope without any link, adjusted for the number of touchpoints (Holm)."
    )
    vif: float | None = number("vif", "How much the other touchpoints blur the slope; 1 is not at all, above 5 much.")

    @strawberry.field(description="concentrate_here, keep_it_up, low_priority or possible_overkill; null when unknown.")
    def quadrant(root: strawberry.Parent[dict[str, Any]]) -> str | None:  # noqa: N805 - strawberry gives the row
        """Return the place by importance and performance."""
        return root.get("quadrant") or None

    @strawberry.field(description="Whether both intervals agree with the quadrant.")
    def quadrant_sure(root: strawberry.Parent[dict[str, Any]]) -> bool:  # noqa: N805 - strawberry gives the row
        """Return whether the quadrant is sure."""
        return bool(root.get("quadrant_sure"))

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
