"""Two workers, one answer: one case. Committed, over connections of their own; what a killed one leaves is done."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from feedback.models import Case, CaseEvent, CaseInflow
from feedback.services.cases import inflow
from feedback.services.cases.opening import Wish, open_case
from feedback.services.cases.rules import create_rule, enable_rule
from feedback.services.intake import ingest_records
from tenants.access import COMMAND, company_context
from tenants.models import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company


@pytest.fixture(scope="module")
def busy(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company of its own, because these tests commit, with a rule."""
    with django_db_blocker.unblock():
        company = create_company(
            slug="busy", name="Busy", currency="CNY", timezone="Asia/Shanghai", locale="en"
        ).company
        with company_context(company):
            rule = create_rule(actor=COMMAND, name="unhappy", conditions={"score": "nps", "at_most": 6})
            enable_rule(actor=COMMAND, id=rule.pk)
        connection.close()
        yield company
        delete_company(company=company)


def at_once(company: Tenant, count: int, work: Any) -> list[Any]:
    """Do something in so many threads that begin together, each with a connection of its own."""
    barrier = Barrier(count)

    def one(number: int) -> Any:
        try:
            with company_context(company):
                barrier.wait(timeout=30)
                return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def unhappy(tag: str, *, batches: int, answers: int, customers: int) -> None:
    """Store unhappy answers of customers, in batches that wait."""
    now = timezone.now()
    for batch in range(batches):
        records = [
            {
                "external_id": f"{tag}-{batch}-{one}",
                "customer": f"{tag}-{batch}-{one % customers}",
                "nps": 1,
                "occurred_at": (now - timedelta(hours=1)).isoformat(),
            }
            for one in range(answers)
        ]
        ingest_records(kind="feedback", records=records, received_at=now, actor=COMMAND)


def cases_of(tag: str) -> list[int]:
    """Return the numbers of the cases of some customers."""
    named = Case.objects.filter(customer__external_id__startswith=f"{tag}-")
    return list(named.order_by("number").values_list("number", flat=True))


def test_workers_beside_each_other_open_each_case_once(busy: Tenant, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        at_once(busy, 1, lambda _: unhappy("many", batches=4, answers=12, customers=10))
        at_once(busy, 3, lambda _: inflow.open_waiting(now=timezone.now()))
        (found,) = at_once(busy, 1, lambda _: (cases_of("many"), _events("many"), CaseInflow.objects.count()))

    assert (len(found[0]), len(set(found[0])), *found[1:]) == (40, 40, 48, 0)


def _events(tag: str) -> int:
    named = CaseEvent.objects.filter(case__customer__external_id__startswith=f"{tag}-")
    return int(named.filter(kind__in=["opened", "joined"], rule__isnull=False).count())


def test_cases_opened_by_hand_at_once_have_their_own_numbers(busy: Tenant, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        made = at_once(busy, 4, lambda number: open_case(actor=COMMAND, wish=Wish(title=f"by hand {number}")).number)

    assert len(set(made)) == 4


def test_what_a_killed_worker_left_is_done_by_the_next(busy: Tenant, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        at_once(busy, 1, lambda _: _killed())
        (left,) = at_once(busy, 1, lambda _: (CaseInflow.objects.exists(), cases_of("killed")))
        at_once(busy, 1, lambda _: inflow.open_waiting(now=timezone.now()))
        (then,) = at_once(busy, 1, lambda _: (CaseInflow.objects.exists(), len(cases_of("killed"))))

    assert (left, then) == ((True, []), (False, 1))


def _killed() -> None:
    unhappy("killed", batches=1, answers=1, customers=1)
    with transaction.atomic():  # a worker that opened the case and died before its commit
        assert inflow.open_waiting(now=timezone.now()) >= 1
        transaction.set_rollback(True)
