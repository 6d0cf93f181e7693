"""The parts of predictions: doubts, signs, tenths of customers, reasons."""

from typing import Any

import strawberry

from analytics.graphql.estimates import Estimate
from analytics.services.prediction.words import reason_in_words


@strawberry.type(description="A doubt about a prediction.")
class PredictionWarning:
    """A doubt about a prediction."""

    @strawberry.field(description="What sort of doubt, such as leak, copies, activity_confounding, unexpected_sign.")
    def code(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the code."""
        return str(root["code"])

    @strawberry.field(description="Column the doubt is about, such as refunds or attr.city; empty for all of them.")
    def column(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the column."""
        return str(root["column"])

    @strawberry.field(description="The doubt in words.")
    def text(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the words."""
        return str(root["text"])


@strawberry.type(description="Which way a column goes with the outcome: the sign found, not the one expected.")
class PredictionSign:
    """Which way a column goes with the outcome."""

    @strawberry.field(description="The column, such as refunds or attr.city.")
    def column(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the column."""
        return str(root["column"])

    @strawberry.field(description="1: those with more of it have the outcome more often; -1: less often; 0: neither.")
    def found(root: strawberry.Parent[dict[str, Any]]) -> int:  # noqa: N805 - strawberry gives the row
        """Return the sign that was found."""
        return int(root["found"])

    @strawberry.field(description="The sign that one expects, 0 where one expects none.")
    def expected(root: strawberry.Parent[dict[str, Any]]) -> int:  # noqa: N805 - strawberry gives the row
        """Return the sign that one expects."""
        return int(root["expected"])

    @strawberry.field(description="Log-odds for one standard deviation more of the column, by itself.")
    def alone(root: strawberry.Parent[dict[str, Any]]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the slope alone."""
        return Estimate.of(root["alone"])

    @strawberry.field(description="The same among customers of equal activity, as `control` measures it.")
    def held(root: strawberry.Parent[dict[str, Any]]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the slope with activity held."""
        return Estimate.of(root["held"])

    @strawberry.field(description="The measure of activity that changes the link most; empty where none goes with it.")
    def control(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the measure of activity."""
        return str(root["control"])

    @strawberry.field(description="What equal activity does to the link: flips, hidden, explained, or nothing.")
    def change(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return what holding activity does."""
        return str(root["change"])


@strawberry.type(description="A tenth of the judged customers, the likeliest first.")
class PredictionDecile:
    """A tenth of the judged customers."""

    @strawberry.field(description="1 for the likeliest tenth, 10 for the last.")
    def decile(root: strawberry.Parent[dict[str, Any]]) -> int:  # noqa: N805 - strawberry gives the row
        """Return the place."""
        return int(root["decile"])

    @strawberry.field(description="Share of them who had the outcome.")
    def share(root: strawberry.Parent[dict[str, Any]]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the share."""
        return Estimate.of(root["share"])

    @strawberry.field(description="That share as a multiple of the average.")
    def lift(root: strawberry.Parent[dict[str, Any]]) -> Estimate | None:  # noqa: N805 - strawberry gives the row
        """Return the lift."""
        return Estimate.of(root["lift"])


@strawberry.type(description="What moves one customer's probability.")
class PredictionReason:
    """What moves one customer's probability."""

    @strawberry.field(description="Column that moves it, such as recency_days or attr.city.")
    def code(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the column."""
        return str(root["code"])

    @strawberry.field(description="The customer's value there, as text; null where it is not known.")
    def value(root: strawberry.Parent[dict[str, Any]]) -> str | None:  # noqa: N805 - strawberry gives the row
        """Return the value."""
        found = root["value"]
        return found if found is None or isinstance(found, str) else f"{found:g}"

    @strawberry.field(description="Log-odds that it adds to the average customer's; the sum over all columns is exact.")
    def effect(root: strawberry.Parent[dict[str, Any]]) -> float:  # noqa: N805 - strawberry gives the row
        """Return the signed contribution."""
        return float(root["effect"])

    @strawberry.field(description="The reason in words.")
    def text(root: strawberry.Parent[dict[str, Any]]) -> str:  # noqa: N805 - strawberry gives the row
        """Return the words."""
        return reason_in_words(root)
