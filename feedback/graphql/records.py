"""Records of feedback as the API takes them."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case


def _optional(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.input(description="An answer to a further question.")
class ScoreInput:
    """An answer to a further question."""

    code: str = strawberry.field(description="Code of the question.")
    value: Decimal = strawberry.field(description="The answer as a number.")


@strawberry.input(description="One answer about one touchpoint. A record that breaks a rule is refused alone.")
class FeedbackRecordInput:
    """One answer. Names and meanings are those of the import format `feedback`."""

    external_id: str | None = _optional("Required. Id of the answer in the system that sends it; unique by source.")
    occurred_at: str | None = _optional("Required. RFC 3339 time, or one without offset in the company's time zone.")
    source: str | None = _optional("System that sends it; the input's source when left out.")
    response: str | None = _optional("Answer sheet that this record is part of.")
    customer: str | None = _optional("External id of the customer; left out for an anonymous answer.")
    touchpoint: str | None = _optional("Code of the touchpoint; left out for the company as a whole.")
    channel: str | None = _optional("Code of the channel.")
    unit: str | None = _optional("Code of the unit.")
    nps: int | None = _optional("Would recommend, 0 to 10.")
    csat: int | None = _optional("Satisfaction, 1 to 5.")
    ces: int | None = _optional("Ease, 1 to 7.")
    rating: int | None = _optional("Rating, 1 to ratingMax.")
    rating_max: int | None = _optional("Best answer on the scale of rating, 2 to 11; 5 when left out.")
    loyalty: int | None = _optional("Intention to come back, 0 to 10.")
    emotional: int | None = _optional("Emotional value, 0 to 10.")
    functional: int | None = _optional("Functional value, 0 to 10.")
    social: int | None = _optional("Social value, 0 to 10.")
    expectation: int | None = _optional("What the customer had expected, 0 to 10.")
    text: str | None = _optional("Comment in the customer's own words.")
    language: str | None = _optional("Language of the comment (BCP 47).")
    order: str | None = _optional("External id of the order that the answer is about.")
    weight: Decimal | None = _optional("Survey weight.")
    scores: list[ScoreInput] | None = _optional("Answers to further questions.")

    def record(self) -> dict[str, object]:
        """Return the record in the import format; what was left out is left out."""
        found: dict[str, object] = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if one.name != "scores" and getattr(self, one.name) is not None
        }
        if self.weight is not None:
            found["weight"] = str(self.weight)
        return found | {f"score.{score.code}": str(score.value) for score in self.scores or ()}


def input_path(path: str) -> str:
    """Return the name of an import field as FeedbackRecordInput spells it; further questions as `scores.<code>`."""
    if path.startswith("score."):
        return f"scores.{path.removeprefix('score.')}"
    return to_camel_case(path)


@strawberry.input(description="Answers to store, 1,000 at most.")
class IngestBatchInput:
    """Answers to store."""

    records: list[FeedbackRecordInput] = strawberry.field(description="The answers, 1,000 at most.")
    source: str | None = _optional('System that sends them; "default" when left out.')
    idempotency_key: str | None = _optional(
        "Name of this request, 1 to 255 characters; sent again with the same records, it is answered alike."
    )
