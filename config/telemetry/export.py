"""Where traces go. Loaded only when the environment names a collector."""

from __future__ import annotations

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from tenants.telemetry.spans import Spans
from tenants.telemetry.tracing import switch_on

# A worker's process ends without a word, so spans do not wait long.
DELAY_MILLISECONDS = 1000


def export_traces() -> None:
    """Send spans to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names, a second's worth at a time."""
    switch_on(Spans(BatchSpanProcessor(OTLPSpanExporter(), schedule_delay_millis=DELAY_MILLISECONDS)))
