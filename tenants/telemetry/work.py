"""What is told of a task: a line in the log, figures, and a span below that of the request that it was sent for."""

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from tenants.telemetry import figures, tracing
from tenants.telemetry.labels import company_label
from tenants.telemetry.pool import look_at_pool

log = logging.getLogger("huibao.task")
DUE_HEADER: Final = "due"  # seconds since 1970 at which a worker should have begun


def headers_for(*, countdown: float | None) -> dict[str, Any]:
    """Return what a message says so that its task can be told of: when it is due, and the span that sent it."""
    found: dict[str, Any] = {DUE_HEADER: time.time() + (countdown or 0.0)}
    parent = tracing.traceparent()
    return found | ({tracing.PARENT_HEADER: parent} if parent else {})


@contextmanager
def told(task: str, headers: Mapping[str, Any]) -> Iterator[None]:
    """Tell of the task that the block runs. What the message says of itself is believed when it can be."""
    parent, due = headers.get(tracing.PARENT_HEADER), headers.get(DUE_HEADER)
    if isinstance(due, int | float):
        figures.TASK_WAIT_SECONDS.labels(task).observe(max(0.0, time.time() - due))
    started, outcome = time.perf_counter(), "failed"
    with tracing.span(
        task,
        kind="consumer",
        attributes={"messaging.system": "redis", "messaging.operation.type": "process"},
        parent=parent if isinstance(parent, str) else None,
    ):
        try:
            yield
            outcome = "done"
        finally:
            seconds = time.perf_counter() - started
            log.info("worked", extra={"task": task, "status": outcome, "duration_ms": round(1000 * seconds, 1)})
            figures.TASK_SECONDS.labels(task).observe(seconds)
            note_outcome(task, outcome)


def note_outcome(task: str, outcome: str, schema: str | None = None) -> None:
    """Count a run of a task: done, failed, waits for its company to be resumed, or refused."""
    figures.TASK_RUNS.labels(task, outcome, company_label(schema)).inc()
    look_at_pool()
