"""What a batch answers: how many rows were stored, and what is wrong with the others."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypedDict
from uuid import UUID

KEPT_REJECTIONS = 20_000


@dataclass(frozen=True, slots=True)
class Rejection:
    """One refused value of one row: its number, its field, the value, a code and what to do."""

    index: int
    path: str
    value: str
    code: str
    message: str


class RejectionAnswer(TypedDict):
    """A refusal as the HTTP answer spells it."""

    index: int
    code: str
    path: str
    message: str


class IntakeAnswer(TypedDict):
    """A result as the HTTP answer spells it."""

    batchId: str
    accepted: int
    duplicates: int
    corrected: int
    rejected: list[RejectionAnswer]
    createdCodes: dict[str, list[str]]


@dataclass(slots=True)
class IntakeResult:
    """What became of a batch.

    `accepted` counts the rows that were stored, corrections among them; `rejected` counts rows, while `rejections`
    holds the first of their reasons. `created_codes` lists the unknown codes that were created as unmapped.
    """

    batch_id: UUID
    accepted: int = 0
    corrected: int = 0
    duplicates: int = 0
    rejected: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    created_codes: dict[str, list[str]] = field(default_factory=dict)

    def answer(self) -> IntakeAnswer:
        """Return the result in the words of the HTTP interface."""
        return {
            "batchId": str(self.batch_id),
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "corrected": self.corrected,
            "rejected": [
                {"index": one.index, "code": one.code, "path": one.path, "message": one.message}
                for one in sorted(self.rejections, key=lambda one: one.index)
            ],
            "createdCodes": self.created_codes,
        }
