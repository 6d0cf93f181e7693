"""Records of feedback as the API takes them."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case


def optional_field(description: str) -> Any:
    """Return an input field that may be left out."""
    return strawberry.field(default=None, description=description)


@strawberry.input(description="An answer to a further question.")
class ScoreInput:
    """An answer to a further question."""

    code: str = strawberry.field(description="Code of the question.")
    value: Decimal = strawberry.field(description="The answer as a number.")


@strawberry.input(description="One answer about one touchpoint. A record that breaks a rule is refused alone.")
class FeedbackRecordInput:
    """One answer. Names and meanings are those of the import format `feedback`."""

    external_id: str | None = optional_field(
        "Required. Id of the answer in the system that sends it; unique by source."
    )
    occurred_at: str | None = optional_field(
        "Required. RFC 3339 time, or one without offset in the company's time zone."
    )
    source: str | None = optional_field("System that sends it; the input's source when left out.")
    response: str | None = optional_field("Answer sheet that this record is part of.")
    customer: str | None = optional_field("External id of the customer; left out for an anonymous answer.")
    touchpoint: str | None = optional_field("Code of the touchpoint; left out for the company as a whole.")
    channel: str | None = optional_field("Code of the channel.")
    unit: str | None = optional_field("Code of the unit.")
    nps: int | None = optional_field("Would recommend, 0 to 10.")
    csat: int | None = optional_field("Satisfaction, 1 to 5.")
    ces: int | None = optional_field("Ease, 1 to 7.")
    rating: int | None = optional_field("Rating, 1 to ratingMax.")
    rating_max: int | None = optional_field("Best answer on the scale of rating, 2 to 11; 5 when left out.")
    loyalty: int | None = optional_field("Intention to come back, 0 to 10.")
    emotional: int | None = optional_field("Emotional value, 0 to 10.")
    functional: int | None = optional_field("Functional value, 0 to 10.")
    social: int | None = optional_field("Social value, 0 to 10.")
    expectation: int | None = optional_field("What the customer had expected, 0 to 10.")
    text: str | None = optional_field("Comment in the customer's own words.")
    language: str | None = optional_field("Language of the comment (BCP 47).")
    order: str | None = optional_field("External id of the order that the answer is about.")
    weight: Decimal | None = optional_field("Survey weight.")
    scores: list[ScoreInput] | None = optional_field("Answers to further questions.")

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
    """Return the name of an import field as inputs spell it; free ones as `scores.<code>` and `attributes.<name>`."""
    for ours, theirs in (("score.", "scores."), ("attr.", "attributes.")):
        if path.startswith(ours):
            return theirs + path.removeprefix(ours)
    return to_camel_case(path)


@strawberry.input(description="Answers to store, 1,000 at most.")
class IngestBatchInput:
    """Answers to store."""

    records: list[FeedbackRecordInput] = strawberry.field(description="The answers, 1,000 at most.")
    source: str | None = optional_field('System that sends them; "default" when left out.')
    idempotency_key: str | None = optional_field(
        "Name of this request, 1 to 255 characters; sent again with the same records, it is answered alike."
    )
