"""What is written down is kept once, answered like any other scenario; what is there already stays."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from analytics.management.thinking import think_through
from analytics.models.scenario import Scenario
from tenants.models.tenant import Tenant

FIRST, LATER = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def test_scenarios_are_kept_once_with_their_figures(in_scored: Tenant) -> None:
    asked: dict[str, Any] = {
        "code": "wait-less",
        "title": "Wait less",
        "moves": [{"touchpoint": "queue", "uplift": 0.5}],
    }

    with transaction.atomic():
        for now in (FIRST, LATER):
            think_through({"scenarios": [asked]}, company=in_scored, now=now)
        kept = dict(Scenario.objects.values_list("code", "status"))
        moments = set(Scenario.objects.values_list("answered_at", flat=True))
        transaction.set_rollback(True)

    assert (kept, moments) == ({"wait-less": "ok"}, {FIRST})


def test_a_company_without_any_keeps_none(in_acme: Tenant) -> None:
    think_through({}, company=in_acme, now=FIRST)

    assert not Scenario.objects.exists()
