"""Parts of what the API tells of one driver: its kind, its channels, and who answered."""

from typing import Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate


@strawberry.type(description="Whether a touchpoint costs loyalty when bad, wins it when good, or both.")
class KanoKind:
    """What kind of driver a touchpoint is."""

    kind: str = printed.text("kind", description="basic, performance, excitement, indifferent, or cannot_tell.")
    likely: str = printed.text("likely", description="The kind of the bare value, whatever its interval.")
    reason: str | None = printed.words("reason", description="Why the kind cannot be told; null when it can.")
    penalty: Estimate | None = printed.figure(
        "penalty", description="Loyalty that the dissatisfied lack, points of 0-10"
    )
    reward: Estimate | None = printed.figure(
        "reward", description="Loyalty that the delighted have more, points of 0-10"
    )
    asymmetry: Estimate | None = printed.figure(
        "asymmetry", description="1: costs only; -1: wins only; 0: as much either way"
    )


@strawberry.type(description="The mean score in one channel.")
class ChannelMean:
    """The mean score in one channel."""

    channel: str = strawberry.field(description="Code of the channel.")
    mean: Estimate | None = strawberry.field(description="Mean score, 0 to 100.")


@strawberry.type(description="What a channel's scores lack to the scale of the channel with most answers.")
class ChannelOffset:
    """What a channel's scores lack to the scale of the reference channel."""

    channel: str = strawberry.field(description="Code of the channel.")
    offset: Estimate | None = strawberry.field(
        description="Points of 0-100 to add to its mean score, shrunk towards none; n are its answers."
    )


@strawberry.type(description="Whether a touchpoint is the same experience in every channel.")
class ChannelConsistency:
    """Whether a touchpoint is the same experience in every channel."""

    index: Estimate | None = printed.figure(
        "index", description="100 when all channels are alike, 0 when they could not differ more."
    )
    spread: Estimate | None = printed.figure(
        "spread", description="Standard deviation between channels beyond chance, points of 0-100."
    )
    p_value: float | None = printed.number(
        "p_value", description="Chance of such differences if all channels were the same (Welch)."
    )

    @strawberry.field(description="The mean score in each channel that was told, by code.")
    def channels(root: strawberry.Parent[dict[str, Any]]) -> list[ChannelMean]:  # noqa: N805 - strawberry gives the row
        """Return the channels' means."""
        return [ChannelMean(channel=code, mean=Estimate.of(mean)) for code, mean in sorted(root["channels"].items())]

    reference: str | None = printed.words(
        "reference", description="Code of the channel with most answers, which the offsets are against."
    )

    @strawberry.field(description="What each other channel lacks to the reference; told, not applied to any value.")
    def offsets(root: strawberry.Parent[dict[str, Any]]) -> list[ChannelOffset]:  # noqa: N805
        """Return the channels' offsets, by code."""
        found = sorted(root.get("offsets", {}).items())
        return [ChannelOffset(channel=code, offset=Estimate.of(offset)) for code, offset in found]


@strawberry.type(description="Who answered of those who met a touchpoint, and the value weighed as the contacts are.")
class TouchpointResponse:
    """Who answered of those who met a touchpoint."""

    rate: Estimate | None = printed.figure("rate", description="Answers for each contact, 0 to 1; n are the contacts.")
    adjusted_value: Estimate | None = printed.figure(
        "adjusted_value",
        description="Experience value, 0 to 100, if all segments had answered as often as they made contact.",
    )
    effective_n: float | None = printed.number(
        "effective_n", description="Equal answers that the weighted ones are worth (Kish)."
    )
    contacts: int = printed.count("contacts", description="Contacts in the period.")
    reason: str | None = printed.words(
        "reason", description="Why there are no weights, or what they leave out; null when nothing is to be said."
    )
