"""Which database is asked: the company's own; the first for shared tables, wherever one is."""

from __future__ import annotations

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ConnectionDoesNotExist

from tenants.access import PUBLIC, CrossCompanyUse, company_context, current_place
from tenants.backend.routing import SHARED, CompanyRouter, databases, outside_in, own_transaction
from tenants.members.models import Role
from tenants.models import Tenant
from tenants.services.places import End

pytestmark = pytest.mark.django_db
ELSEWHERE = "elsewhere"


def test_a_company_is_looked_for_in_its_own_database_only(acme: Tenant) -> None:
    with company_context(End(acme.schema_name, ELSEWHERE)), pytest.raises(ConnectionDoesNotExist):
        Role.objects.count()


def test_shared_tables_are_reached_from_a_company_elsewhere(acme: Tenant) -> None:
    with company_context(End(acme.schema_name, ELSEWHERE)):
        changed = Tenant.objects.filter(slug="acme").update(name="Moved")
        found = Tenant.objects.get(slug="acme")

    assert (changed, found.pk, found.name) == (1, acme.pk, "Moved")


def test_the_first_database_refuses_the_tables_of_a_company_elsewhere(acme: Tenant) -> None:
    with company_context(End(acme.schema_name, ELSEWHERE)), connections[SHARED].cursor() as cursor:
        cursor.execute("SHOW search_path")

        assert cursor.fetchone() == (PUBLIC,)


def test_a_connection_to_another_database_refuses_the_company(acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    line = connections["default"]
    monkeypatch.setattr(line, "alias", ELSEWHERE)

    with company_context(acme), pytest.raises(CrossCompanyUse, match="not in elsewhere"):
        line.send_search_path()


def test_default_and_shared_are_one_where_the_company_is_in_the_first(in_acme: Tenant) -> None:
    assert connections["default"] is connections[SHARED]
    assert databases() == ["default"]


def test_one_is_outside_of_all_companies_in_a_database(in_acme: Tenant) -> None:
    with outside_in(ELSEWHERE):
        assert (current_place().schema, current_place().database) == (PUBLIC, ELSEWHERE)
    assert current_place().schema == "acme"


def test_an_open_transaction_is_joined(in_acme: Tenant) -> None:
    with transaction.atomic(), own_transaction():
        assert len(connection.savepoint_ids) == 1


def test_no_shared_table_is_made_in_another_database() -> None:
    router = CompanyRouter()

    with outside_in(ELSEWHERE):
        assert router.allow_migrate(ELSEWHERE, "tenants") is False
        assert router.allow_migrate(ELSEWHERE, "members") is False
