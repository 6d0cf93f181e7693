"""Value dimensions and what they rest on, as the API gives them."""

from typing import Any, Self

import strawberry

from analytics.graphql.estimates import Estimate
from analytics.models.evidence import DIMENSIONS
from analytics.models.scope_score import ScopeScore


@strawberry.type(description="A piece of evidence of a value dimension: a question, a signal of a text, a contact.")
class ValueEvidence:
    """A piece of evidence."""

    code: str = strawberry.field(description="Code of the question, signal or attribute.")
    source: str = strawberry.field(description="answer, text or contact.")
    share: float = strawberry.field(description="Its share in the dimension, 0 to 1.")
    value: Estimate | None = strawberry.field(description="What it says, 0 to 100.")


@strawberry.type(description="A dimension of experience value: emotional, functional, social, or one of your own.")
class ValueDimension:
    """A dimension of experience value."""

    code: str = strawberry.field(description="Code of the dimension.")
    value: Estimate | None = strawberry.field(description="Value in this dimension, 0 to 100.")
    reliability: Estimate | None = strawberry.field(
        description="How reliable its questions are together, 0 to 1; null with fewer than two questions."
    )
    evidence: list[ValueEvidence] = strawberry.field(description="The pieces of evidence that it is put together from.")

    @classmethod
    def all_of(cls, figures: dict[str, Any]) -> list[Self]:
        """Return the dimensions that the stored figures of a score hold."""
        reliability = figures.get("reliability", {})
        return [
            cls(
                code=code,
                value=Estimate.of(found),
                reliability=Estimate.of(reliability.get(code)),
                evidence=[_evidence(piece) for piece in figures.get("pieces", []) if piece["dimension"] == code],
            )
            for code, found in sorted(figures.get("dimensions", {}).items(), key=_three_first)
        ]


@strawberry.type(description="The value dimensions that a segment told at one touchpoint.")
class TouchpointDimensions:
    """The value dimensions of a segment at one touchpoint."""

    touchpoint: str = strawberry.field(description="Code of the touchpoint.")
    dimensions: list[ValueDimension] = strawberry.field(description="The dimensions that were told.")


def _three_first(entry: tuple[str, Any]) -> tuple[int, str]:
    """Order the three dimensions that everybody has before a company's own, because the database keeps no order."""
    code = entry[0]
    return (DIMENSIONS.index(code) if code in DIMENSIONS else len(DIMENSIONS), code)


def _evidence(piece: dict[str, Any]) -> ValueEvidence:
    return ValueEvidence(
        code=piece["code"], source=piece["source"], share=piece["share"], value=Estimate.of(piece["value"])
    )


def dimensions_of(root: strawberry.Parent[ScopeScore]) -> list[ValueDimension]:
    """Return the dimensions of a touchpoint's score."""
    return ValueDimension.all_of(root.figures)


def touchpoint_dimensions_of(root: strawberry.Parent[ScopeScore]) -> list[TouchpointDimensions]:
    """Return the dimensions that a segment told, touchpoint by touchpoint."""
    return [
        TouchpointDimensions(touchpoint=code, dimensions=ValueDimension.all_of({"dimensions": found}))
        for code, found in root.figures.get("touchpoint_dimensions", {}).items()
    ]
