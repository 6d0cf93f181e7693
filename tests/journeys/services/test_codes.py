"""Unknown codes become unmapped rows, once, whoever meets them first."""

from __future__ import annotations

import threading
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from journeys.models import Channel, Touchpoint
from journeys.services.codes import EnsuredCodes, UnusableCode, code_problem, ensure_channels, ensure_touchpoints
from tenants.access import company_context
from tenants.models import Tenant


def test_unknown_codes_are_created_as_unmapped_and_reported_in_order(in_acme: Tenant) -> None:
    queue = Touchpoint.objects.create(code="queue", name_en="Waiting")

    found = ensure_touchpoints(["seat", "queue", "food", "seat"])

    assert found.created == ["food", "seat"]
    assert found.ids["queue"] == queue.id
    assert set(found.ids) == {"seat", "queue", "food"}
    assert dict(Touchpoint.objects.values_list("code", "is_mapped")) == {"queue": True, "seat": False, "food": False}


def test_a_second_call_creates_nothing(in_acme: Tenant) -> None:
    first = ensure_channels(["app", "store"])

    again = ensure_channels(["store", "app"])

    assert again == EnsuredCodes(ids=first.ids, created=[])
    assert Channel.objects.count() == 2


def test_known_codes_cost_one_query_and_new_ones_three_however_many(in_acme: Tenant, django_assert_num_queries) -> None:
    with django_assert_num_queries(5):  # the three, in a savepoint
        ensure_touchpoints(f"code-{number}" for number in range(500))
    with django_assert_num_queries(3):
        ensure_touchpoints(f"code-{number}" for number in range(500))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "is empty or padded with blanks"),
        (" queue", "is empty or padded with blanks"),
        ("q" * 121, "is longer than 120 characters"),
        ("que\0ue", "holds control characters"),
        ("que\ud800ue", "holds control characters"),
    ],
)
def test_a_code_that_cannot_be_one_is_refused_and_nothing_is_created(in_acme: Tenant, code: str, problem: str) -> None:
    with pytest.raises(UnusableCode, match=problem):
        ensure_touchpoints(["good", code])

    assert not Touchpoint.objects.exists()


@pytest.mark.parametrize("code", ["等位", "queue", "排队 2 号", "a" * 120, "wi-fi/guest"])
def test_codes_of_any_language_are_usable(code: str) -> None:
    assert code_problem(code) is None


def test_two_writers_of_the_same_new_code_get_one_row(acme: Tenant, django_db_blocker: DjangoDbBlocker) -> None:
    other: dict[str, UUID] = {}
    second = threading.Thread(target=lambda: other.update(_ensured_elsewhere(acme)))
    with django_db_blocker.unblock(), company_context(acme):  # really committed, or the second could not see it
        try:
            with transaction.atomic():
                mine = ensure_touchpoints(["contested", "mine"])
                second.start()
                second.join(timeout=0.2)
                assert second.is_alive(), "the second writer must wait for the first to commit"
            second.join(timeout=10)

            assert other["contested"] == mine.ids["contested"]
        finally:
            Touchpoint.objects.all().delete()
            connection.close()


def _ensured_elsewhere(company: Tenant) -> dict[str, UUID]:
    try:
        with company_context(company):
            return ensure_touchpoints(["contested", "theirs"]).ids
    finally:
        connection.close()
