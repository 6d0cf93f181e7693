"""What tests of cases share: rules that are going, answers that come, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from feedback.models import CaseRule
from feedback.services.cases.inflow import open_waiting
from feedback.services.cases.rules import create_rule, enable_rule
from feedback.services.intake import ingest_records
from tenants.access import COMMAND

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
UNHAPPY = {"score": "nps", "at_most": 6}

Going = Callable[..., CaseRule]
Answered = Callable[..., int]


@pytest.fixture
def going(in_acme: object) -> Going:
    """Write a rule and set it going."""

    def make(conditions: object = None, **values: Any) -> CaseRule:
        asked = {"name": "unhappy", "conditions": conditions or UNHAPPY} | values
        rule = enable_rule(actor=COMMAND, id=create_rule(actor=COMMAND, **asked).pk)
        CaseRule.objects.filter(pk=rule.pk).update(active_since=LONG_AGO)
        rule.refresh_from_db()
        return rule

    return make


@pytest.fixture
def lately(in_acme: object) -> Callable[..., None]:
    """Store records of just now, of any kind."""

    def send(kind: str, *records: dict[str, Any]) -> None:
        stored = ingest_records(kind=kind, records=list(records), received_at=timezone.now(), actor=COMMAND)
        assert stored["rejected"] == []

    return send


@pytest.fixture
def answered(in_acme: object) -> Answered:
    """Store answers of just now and let the rules look at them; return how many met one."""

    def send(*records: dict[str, Any], look: bool = True) -> int:
        now = timezone.now()
        usual = {"occurred_at": (now - timedelta(hours=1)).isoformat(), "touchpoint": "queue"}
        stored = ingest_records(
            kind="feedback", records=[usual | one for one in records], received_at=now, actor=COMMAND
        )
        assert stored["rejected"] == []
        return open_waiting(now=now) if look else 0

    return send
