"""Figures of one GraphQL request: by the names of our own documents, for the names in others' have no bound."""

import logging
from collections import Counter
from typing import Final

from tenants.graphql.errors import Code
from tenants.graphql.serving import Answer, Exchange
from tenants.telemetry import figures, tracing

log = logging.getLogger("huibao.refused")
# What somebody may not do, and what tries to go around a bound: told line by line, for whoever looks for attacks.
_TOLD: Final = frozenset({Code.UNAUTHENTICATED, Code.FORBIDDEN, Code.RATE_LIMITED, Code.COST_LIMIT})


def count(exchange: Exchange, answer: Answer, *, seconds: float) -> None:
    """Count a request that was answered: its outcome, time, points and the codes of its errors."""
    name, bill = exchange.operation, exchange.bill
    outcome = "done" if not exchange.codes else "partial" if answer.body.get("data") else "refused"
    figures.OPERATIONS.labels(name, exchange.operation_type, outcome).inc()
    figures.OPERATION_SECONDS.labels(name).observe(seconds)
    figures.OPERATION_POINTS.labels(name, "requested").inc(bill.requested)
    figures.OPERATION_POINTS.labels(name, "actual").inc(bill.actual)
    for code, times in Counter(exchange.codes).items():
        figures.OPERATION_ERRORS.labels(code.value).inc(times)
    if refused := sorted(_TOLD & set(exchange.codes)):
        log.warning("refused: %s", ", ".join(refused), extra={"operation": name, "actor": exchange.actor.kind})
    tracing.note("", {"graphql.operation.name": name, "graphql.operation.type": exchange.operation_type})
