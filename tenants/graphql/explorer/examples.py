"""What the explorer offers to begin with. Whoever opens it sees those that they may run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOCUMENTS: Final = Path(__file__).parent / "documents"
ANSWER: Final = {"externalId": "try-1", "occurredAt": "2026-05-01T19:30:00+08:00", "nps": 9}


@dataclass(frozen=True)
class Example:
    """A document to begin with, by the name of its file, and its variables."""

    title: Promise
    name: str
    variables: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def query(self) -> str:
        """Return the document."""
        return (DOCUMENTS / f"{self.name}.graphql").read_text(encoding="utf-8")


EXAMPLES: Final = (
    Example(_("Who am I and what may I do"), "me"),
    Example(_("The latest answers"), "recent", {"first": 20}),
    Example(_("The journeys and their stages"), "map"),
    Example(_("The scores of touchpoints in a period"), "scores", {"period": "2026-05"}),
    Example(_("A trend of every touchpoint"), "trends", {"from": "2026-01", "to": "2026-06"}),
    Example(_("Plans and what they led to"), "plans"),
    Example(_("Work in the background"), "jobs"),
    Example(_("Who changed what"), "audit"),
    Example(_("Send an answer"), "send", {"input": {"records": [ANSWER]}}),
    Example(_("Ask for scores"), "score"),
    Example(_("The companies"), "companies"),
)
