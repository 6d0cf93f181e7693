"""Spans, which are made only where a trace is wanted: off, the default, a span costs one comparison.

Not even the code of OpenTelemetry is loaded before `switch_on`. Nothing here takes values of statements, bodies,
addresses of people or words of exceptions: what a span says is in `tenants.telemetry.spans`.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Literal, Protocol

PARENT_HEADER = "traceparent"

type Kind = Literal["internal", "server", "consumer", "client"]
type Attributes = Mapping[str, str | int | float | bool]


class Recorder(Protocol):
    """What makes spans: `tenants.telemetry.spans.Spans`."""

    def span(
        self, name: str, *, kind: Kind, attributes: Attributes, parent: str | None, link: str | None
    ) -> AbstractContextManager[Any]:
        """Return a span for a `with` block."""

    def statement(self, sql: object) -> AbstractContextManager[Any]:
        """Return a span for a statement of the database."""

    def note(self, name: str, attributes: Attributes) -> None:
        """Add to the present span, and name it."""

    def traceparent(self) -> str | None:
        """Return the present span as the header of the W3C names it."""


_recorder: Recorder | None = None
_NOTHING: AbstractContextManager[Any] = nullcontext()


def switch_on(recorder: Recorder | None) -> Recorder | None:
    """Make spans with this recorder from now on, or none; return the one before."""
    global _recorder
    before, _recorder = _recorder, recorder
    return before


def span(
    name: str,
    *,
    kind: Kind = "internal",
    attributes: Attributes | None = None,
    parent: str | None = None,
    link: str | None = None,
) -> AbstractContextManager[Any]:
    """Return a span for a `with` block, below `parent`, a traceparent, or else below the present one.

    `link` is the traceparent of somebody outside, whose trace is named but not continued.
    """
    if _recorder is None:
        return _NOTHING
    return _recorder.span(name, kind=kind, attributes=attributes or {}, parent=parent, link=link)


def statement(sql: object) -> AbstractContextManager[Any]:
    """Return a span for a statement that is sent to the database, without its values."""
    return _NOTHING if _recorder is None else _recorder.statement(sql)


def note(name: str, attributes: Attributes) -> None:
    """Add to the present span what became known since it began; `name`, unless empty, becomes its name."""
    if _recorder is not None:
        _recorder.note(name, attributes)


def traceparent() -> str | None:
    """Return the present span for the header of a message, or None."""
    return None if _recorder is None else _recorder.traceparent()


def trace_id() -> str | None:
    """Return the id of the present trace in hexadecimal, or None."""
    found = traceparent()
    return found.split("-")[1] if found else None
