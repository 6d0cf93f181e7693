"""What tells of a dimension of experience value: questions, signals in texts, and what customers were seen to meet."""

from dataclasses import dataclass
from enum import StrEnum

DIMENSIONS = ("emotional", "functional", "social")
"""The three dimensions that every company has."""

CUSTOM_METRICS = ("custom1", "custom2", "custom3", "custom4")
"""How the counters call a company's own dimensions, in the order of its settings."""

MOST_EVIDENCE = 24


class Source(StrEnum):
    """Where a piece of evidence is read from."""

    ANSWER = "answer"
    TEXT = "text"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A question, a signal of a text (both `score.<code>` of an answer) or an attribute of contacts (`attr.<code>`).

    It tells of one dimension. A value of `low` counts as 0, one of `high` as 10, what lies between in proportion, what
    lies beyond like the end; `low` is above `high` when less is better. `weight` is relative to the dimension's others.
    """

    code: str
    source: Source
    dimension: str
    low: float
    high: float
    weight: float = 1.0

    @property
    def is_asked(self) -> bool:
        """Whether a person's own answer or text carries it, so that it enters the score of that answer."""
        return self.source is not Source.CONTACT


@dataclass(frozen=True, slots=True)
class CustomDimension:
    """A dimension of value that the company adds to the three, with its weight in the experience value."""

    code: str
    weight: float = 1.0
