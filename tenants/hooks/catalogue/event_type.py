"""What is known of a type of event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an event carries: its name, what it is in both languages, and an example."""

    name: str
    en: str
    zh: str
    example: Any


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event: its name, when it came, what happened, what of, and what is told of it.

    One that `is_live_only` comes too often for webhooks: it is told to streams, and not written when there are none.
    """

    name: str
    en: str
    zh: str
    entity: str
    fields: tuple[Field, ...] = ()
    since: str = "2026-11"
    is_live_only: bool = False

    @property
    def example(self) -> dict[str, Any]:
        """Return what such an event's `data` looks like."""
        return {field.name: field.example for field in self.fields}

    def title(self, locale: str) -> str:
        """Return what happened, in a language."""
        return self.zh if locale.startswith("zh") else self.en

    def labels(self, locale: str) -> Mapping[str, str]:
        """Return what each field is, in a language."""
        return {field.name: field.zh if locale.startswith("zh") else field.en for field in self.fields}
