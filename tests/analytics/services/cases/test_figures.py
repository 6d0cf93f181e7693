"""Figures of cases: counted as they stand, and silent where too little is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from analytics.numerics.estimate import insufficient
from analytics.numerics.experience.scales import wilson
from analytics.services.cases.figures import CaseGroup, figures_of
from analytics.services.cases.returning import difference, returning
from feedback.models import Case, Customer
from feedback.services.intake import ingest_records
from tenants.access import COMMAND

NOW = datetime(2026, 6, 1, tzinfo=UTC)
OPENED = NOW - timedelta(days=200)


def cases(count: int, *, resolved: int, back: int, first: int = 0) -> None:
    """Make cases of as many customers: the first are resolved after a day, of whom the first come back later."""
    people = [{"external_id": f"c{one}"} for one in range(first, first + count)]
    send("customers", people)
    ids = dict(Customer.objects.values_list("external_id", "pk"))
    Case.objects.bulk_create(
        Case(
            number=first + at + 1, origin="hand", severity="low", customer_id=ids[one["external_id"]],
            opened_at=OPENED, due_at=OPENED + timedelta(days=2), changed_at=OPENED,
            state="resolved" if at < resolved else "new", is_overdue=at >= resolved,
            first_response_at=OPENED + timedelta(hours=at + 1) if at < resolved else None,
            resolved_at=OPENED + timedelta(days=1) if at < resolved else None,
            root_cause="price" if at % 2 else "",
        )
        for at, one in enumerate(people)
    )  # fmt: skip
    later = (OPENED + timedelta(days=30)).isoformat()
    send("orders", [{"external_id": f"o-{one['external_id']}", "customer": one["external_id"], "occurred_at": later,
                     "amount": "5"} for one in people[:back]])  # fmt: skip


def send(kind: str, records: list[dict[str, Any]]) -> None:
    if records:
        ingest_records(kind=kind, records=records, received_at=NOW, actor=COMMAND)


def test_cases_are_counted_as_they_stand(in_acme: object) -> None:
    cases(40, resolved=30, back=12)

    (found,) = figures_of(Case.objects.all(), by=CaseGroup.COMPANY, now=NOW, units=None)

    assert [found[name] for name in ("key", "opened", "open", "overdue", "late")] == ["", 40, 10, 10, 10]
    assert (found["first_response_hours"]["value"], found["first_response_hours"]["n"]) == (20.0, 40)
    assert found["resolution_hours"]["value"] == 24.0
    assert (found["recovered"]["value"], found["recovered"]["n"]) == (0.4, 30)


def test_groups_have_their_own_figures(in_acme: object) -> None:
    cases(40, resolved=30, back=12)

    found = figures_of(Case.objects.all(), by=CaseGroup.ROOT_CAUSE, now=NOW, units=None)

    assert [(one["key"], one["opened"]) for one in found] == [("", 20), ("price", 20)]
    assert found[0]["recovered"]["n"] == 15


def test_too_few_give_no_figure(in_acme: object) -> None:
    cases(5, resolved=5, back=1)

    (found,) = figures_of(Case.objects.all(), by=CaseGroup.COMPANY, now=NOW, units=None)

    assert found["resolution_hours"]["status"] == found["recovered"]["status"] == "insufficient"
    assert figures_of(Case.objects.none(), by=CaseGroup.UNIT, now=NOW, units=None) == []


def test_who_was_resolved_is_set_beside_who_was_not(in_acme: object) -> None:
    cases(60, resolved=60, back=45)
    cases(50, resolved=0, back=20, first=60)

    found = returning(first=OPENED - timedelta(days=1), last=NOW, now=NOW)

    assert (found.resolved.value, found.resolved.n) == (0.75, 60)
    assert (found.unresolved.value, found.unresolved.n) == (0.4, 50)
    assert found.difference.value == pytest.approx(0.35)
    assert found.difference.low is not None
    assert 0.15 < found.difference.low < 0.35


def test_cases_whose_days_are_not_over_are_left_out(in_acme: object) -> None:
    cases(60, resolved=60, back=45)

    found = returning(first=OPENED - timedelta(days=1), last=NOW, now=OPENED + timedelta(days=100))

    assert (found.resolved.n, found.difference.status) == (0, "insufficient")


def test_a_difference_needs_both_shares() -> None:
    assert difference(wilson(5, 10), insufficient(2, "2 customers, at least 10 are needed")).reason.startswith("2")
