"""What tests of facts share: a moment, records that are fine, and questions to the database."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from feedback.services.intake import ingest_records
from feedback.services.results import IntakeAnswer
from tenants.access import ANONYMOUS

NOW = datetime(2026, 6, 1, tzinfo=UTC)

Ingest = Callable[..., IntakeAnswer]
Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def ingest(in_acme: object) -> Ingest:
    """Send records to acme."""

    def send(kind: str, *records: object, **options: Any) -> IntakeAnswer:
        return ingest_records(kind=kind, records=list(records), received_at=NOW, actor=ANONYMOUS, **options)

    return send


@pytest.fixture
def rows() -> Rows:
    """Ask the database of the company one is in."""

    def ask(sql: str, *params: object) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return list(cursor.fetchall())

    return ask


@pytest.fixture
def answer() -> Callable[..., dict[str, object]]:
    """Make a record of feedback that is fine, changed as asked."""

    def make(**changes: object) -> dict[str, object]:
        return {"external_id": "a-1", "occurred_at": "2026-05-01T10:00:00Z", "touchpoint": "queue", "nps": 9} | changes

    return make


@pytest.fixture
def order() -> Callable[..., dict[str, object]]:
    """Make a record of an order that is fine, changed as asked."""

    def make(**changes: object) -> dict[str, object]:
        return {"external_id": "o-1", "customer": "c-1", "occurred_at": "2026-05-01", "amount": "12.50"} | changes

    return make
