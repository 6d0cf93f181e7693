"""The list of companies: their health in one look, and never their content."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tenants.access import company_context
from tenants.jobs.models import Job
from tenants.models import Tenant
from tenants.services.suspending import suspend_company
from tests.tenants.admin.conftest import Desk


def test_a_company_is_listed_with_how_it_is(desk: Desk, bank: Tenant) -> None:
    with company_context(bank):
        Job.objects.create(kind="score", state="failed", finished_at=timezone.now())
        Job.objects.create(kind="score")
        Job.objects.filter(state="queued").update(created_at=timezone.now() - timedelta(minutes=12))

    told = desk.sees("companies/", q="acme")

    for words in ("Acme", "Active", "current", "1 failed", "1 wait, 12 min", "/5", "No template", "Standard"):
        assert words in told


def test_it_is_searched_and_filtered(desk: Desk, bank: Tenant, acme: Tenant) -> None:
    suspend_company(company=bank, reason="unpaid")

    assert "Acme" in desk.sees("companies/", status__exact="suspended")
    assert "Globex" not in desk.sees("companies/", status__exact="suspended")
    assert "Acme" not in desk.sees("companies/", status__exact="active")
    assert "Acme" in desk.sees("companies/", q="ACME")
    assert "Acme" not in desk.sees("companies/", q="globex")
    assert "Nothing fits" in desk.sees("companies/", q="no such company")


def test_the_operator_is_no_company(desk: Desk) -> None:
    assert "Nothing fits" in desk.sees("companies/", q="operator")
    assert desk.reads("companies/operator/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [{"q": "a\0b"}, {"p": "x"}, {"p": "-4"}, {"p": "99999999999"}, {"o": "x"}, {"nothing__here": "1"},
     {"e": "1", "x__y": "z"}, {"status__exact": "'; DROP"}, {"q": "等" * 5000}, {"id__exact": "x"}, {"all": ""},
     {"o": "99.-99"}],
)  # fmt: skip
@pytest.mark.parametrize("path", ["companies/", "companies.csv", "set-ups/", "migrations/"])
def test_an_address_that_makes_no_sense_is_no_fault(desk: Desk, query: dict[str, str], path: str) -> None:
    answer = desk.client.get(f"/admin/{path}", query, follow=True)

    assert answer.status_code in {200, 400}


def test_more_companies_are_not_more_questions_but_for_their_lists(
    desk: Desk, bank: Tenant, django_assert_num_queries: Any
) -> None:
    desk.reads("companies/", q="acme")
    with django_assert_num_queries(19):
        desk.reads("companies/", q="acme")


def test_they_are_taken_along_as_a_table(desk: Desk, bank: Tenant) -> None:
    Tenant.objects.filter(pk=bank.pk).update(name="=cmd|' /C calc'!A0")

    answer = desk.reads("companies.csv", q="acme")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["slug"] for row in rows] == ["acme"]
    assert rows[0]["name"] == "'=cmd|' /C calc'!A0"
    assert (rows[0]["migrations_missing"], rows[0]["customers"]) == ("0", "0")
    assert "attachment" in answer["Content-Disposition"]


def test_a_company_whose_schema_is_behind_is_told_of(desk: Desk, bank: Tenant) -> None:
    from django.db import connection

    with company_context(bank), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")

    assert "1 behind" in desk.sees("companies/", q="acme")
    assert "it lacks 1 migrations" in desk.sees("companies/acme/")
    assert "it lacks 1 migrations" in desk.sees()


def test_one_that_was_half_founded_is_listed_and_opened(desk: Desk) -> None:
    Tenant.objects.create(slug="half", schema_name="half", name="Half", currency="CNY", timezone="UTC")

    assert "Being set up" in desk.sees("companies/", q="half")
    assert "its set-up is not finished" in desk.sees("companies/half/")
    assert "its set-up is not finished" in desk.sees()
