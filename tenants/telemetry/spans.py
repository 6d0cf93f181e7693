"""Spans of OpenTelemetry: what is done, where and how long it took. Loaded only where traces are wanted.

Thin and our own, because the one place through which all statements go is our own backend: a statement is seen before
its values are put in, in the right company, and nothing is patched.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.trace import Link, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from tenants.access import current_request, current_schema
from tenants.telemetry.tracing import PARENT_HEADER, Attributes, Kind

LONGEST_STATEMENT: Final = 1000
_KINDS: Final[dict[Kind, SpanKind]] = {
    "internal": SpanKind.INTERNAL,
    "server": SpanKind.SERVER,
    "consumer": SpanKind.CONSUMER,
    "client": SpanKind.CLIENT,
}
_LITERAL = re.compile(r"'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|\b\d[\d.]*\b", re.DOTALL)
_TABLE = re.compile(r'\b(?:FROM|INTO|UPDATE|COPY|TABLE)\s+(?:ONLY\s+)?"?([a-z_][a-z0-9_]*)', re.IGNORECASE)
_PROPAGATOR = TraceContextTextMapPropagator()


class Spans:
    """Makes spans with a provider, whose processor decides where they go."""

    def __init__(self, processor: SpanProcessor) -> None:
        # Which service it is, further attributes and the share of traces that is kept: OpenTelemetry's own variables.
        self.provider = TracerProvider(resource=Resource.create())
        self.provider.add_span_processor(processor)
        self._tracer = self.provider.get_tracer("huibao")

    @contextmanager
    def span(
        self, name: str, *, kind: Kind, attributes: Attributes, parent: str | None, link: str | None
    ) -> Iterator[Any]:
        """Record what the block does. An exception is told by its type: its words may quote what people wrote."""
        links = [Link(found)] if link and (found := _outside(link)).is_valid else []
        with self._tracer.start_as_current_span(
            name,
            context=_extracted(parent) if parent else None,
            kind=_KINDS[kind],
            attributes=_here() | dict(attributes),
            links=links,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield span
            except BaseException as error:
                kind_of_error = type(error).__qualname__
                span.set_attribute("error.type", kind_of_error)
                span.set_status(Status(StatusCode.ERROR, kind_of_error))
                raise

    def statement(self, sql: object) -> AbstractContextManager[Any]:
        """Record a statement of a request or task; what commands send by themselves is no part of a trace."""
        if not trace.get_current_span().is_recording():
            return nullcontext()
        text = sql if isinstance(sql, str) else "composed"
        short = summary(text)
        attributes = {
            "db.system.name": "postgresql",
            "db.query.text": without_values(text),
            "db.query.summary": short,
        }
        return self.span(short, kind="client", attributes=attributes, parent=None, link=None)

    def note(self, name: str, attributes: Attributes) -> None:
        """Add to the present span, and name it."""
        span = trace.get_current_span()
        if span.is_recording():
            span.set_attributes(_here() | dict(attributes))
            if name:
                span.update_name(name)

    def traceparent(self) -> str | None:
        """Return the present span as the header of the W3C names it."""
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier)
        return carrier.get(PARENT_HEADER)


def without_values(sql: str) -> str:
    """Return a statement without literals. Ours have none that a person wrote, but a span shall not rely on it.

    >>> without_values("SELECT a1 FROM t WHERE b = 'it''s' AND c > 12.5 AND d = %s")
    'SELECT a1 FROM t WHERE b = ? AND c > ? AND d = %s'
    """
    return " ".join(_LITERAL.sub("?", sql).split())[:LONGEST_STATEMENT]


def summary(text: str) -> str:
    """Return what a statement does and to which table first.

    >>> summary('INSERT INTO "feedback_order" (id) VALUES (%s)'), summary("COMMIT")
    ('INSERT feedback_order', 'COMMIT')
    """
    verb = text.split(maxsplit=1)[0].strip("(").upper()[:20] if text.strip() else "nothing"
    table = _TABLE.search(text)
    return f"{verb} {table[1]}" if table else verb


def _here() -> dict[str, str]:
    """Return whose request this is: the id that log lines carry too, and the company's schema."""
    request = current_request()
    return {"huibao.company": current_schema()} | ({"huibao.request": request.id} if request else {})


def _extracted(traceparent: str) -> Context:
    return _PROPAGATOR.extract({PARENT_HEADER: traceparent}, context=Context())


def _outside(traceparent: str) -> trace.SpanContext:
    return trace.get_current_span(_extracted(traceparent)).get_span_context()
