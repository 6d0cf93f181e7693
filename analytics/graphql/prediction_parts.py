"""The parts of predictions: doubts, signs, tenths of customers, reasons."""

from typing import Any

import strawberry

from analytics.graphql import printed
from analytics.graphql.estimates import Estimate
from analytics.services.prediction.words import reason_in_words


@strawberry.type(description="A doubt about a prediction.")
class PredictionWarning:
    """A doubt about a prediction."""

    code: str = printed.text(
        "code", description="What sort of doubt, such as leak, copies, activity_confounding, unexpected_sign."
    )
    column: str = printed.text(
        "column", description="Column the doubt is about, such as refunds or attr.city; empty for all of them."
    )
    text: str = printed.text("text", description="The doubt in words.")


@strawberry.type(description="Which way a column goes with the outcome: the sign found, not the one expected.")
class PredictionSign:
    """Which way a column goes with the outcome."""

    column: str = printed.text("column", description="The column, such as refunds or attr.city.")
    found: int = printed.count(
        "found", description="1: those with more of it have the outcome more often; -1: less often; 0: neither."
    )
    expected: int = printed.count("expected", description="The sign that one expects, 0 where one expects none.")
    alone: Estimate | None = printed.figure(
        "alone", description="Log-odds for one standard deviation more of the column, by itself."
    )
    held: Estimate | None = printed.figure(
        "held", description="The same among customers of equal activity, as `control` measures it."
    )
    control: str = printed.text(
        "control", description="The measure of activity that changes the link most; empty where none goes with it."
    )
    change: str = printed.text(
        "change", description="What equal activity does to the link: flips, hidden, explained, or nothing."
    )


@strawberry.type(description="A tenth of the judged customers, the likeliest first.")
class PredictionDecile:
    """A tenth of the judged customers."""

    decile: int = printed.count("decile", description="1 for the likeliest tenth, 10 for the last.")
    share: Estimate | None = printed.figure("share", description="Share of them who had the outcome.")
    lift: Estimate | None = printed.figure("lift", description="That share as a multiple of the average.")


@strawberry.type(description="What moves one customer's probability.")
class PredictionReason:
    """What moves one customer's probability."""

    code: str = printed.text("code", description="Column that moves it, such as recency_days or attr.city.")

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
