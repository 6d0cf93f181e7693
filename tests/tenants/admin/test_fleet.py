"""The whole installation at a glance, and what became of companies when their tables were renewed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tenants import tasks
from tenants.access import company_context
from tenants.models import MigrationResult, Tenant
from tenants.models.ids import uuid7
from tests.tenants.admin.conftest import Desk


@pytest.fixture
def behind(bank: Tenant) -> Tenant:
    """A company whose last migration failed."""
    with company_context(bank), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'versions' AND name LIKE '0004%'")
    MigrationResult.objects.create(
        run=uuid7(), slug=bank.slug, state="failed", method="failed", error="LockNotAvailable: jobs_job"
    )
    return bank


def test_companies_are_counted_by_where_they_stand(desk: Desk, bank: Tenant) -> None:
    page = desk.sees()

    assert "Active" in page
    assert "Messages to workers that wait" in page


def test_a_migration_that_failed_is_listed_and_tried_again(
    desk: Desk, behind: Tenant, sent: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    listed = desk.sees("migrations/")
    assert "Failed" in listed
    assert "LockNotAvailable: jobs_job" in listed
    assert "Try those again that failed or were not tried" in desk.sees()

    with django_capture_on_commit_callbacks(execute=True):
        desk.sends("migrations/retry")
        desk.sends("companies/acme/migrate/")

    assert sent == [("tenants.migrate", {"slug": ""}), ("tenants.migrate", {"slug": "acme"})]


def test_set_ups_are_listed(desk: Desk, bank: Tenant) -> None:
    assert "acme Done" in desk.sees("set-ups/", q="acme")
    assert "Nothing fits" in desk.sees("set-ups/", state__exact="failed", q="acme")


def test_one_company_alone_is_migrated(bank: Tenant) -> None:
    assert tasks.migrate_again(slug="acme") == 1
    assert tasks.migrate_again(slug="nobody-at-all") == 0
