"""The search path of a connection: sent when it differs, at most once, and never silently wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DataError, InternalError, ProgrammingError, connection, transaction

from tenants.access import company_context
from tenants.backend.base import as_reported, set_path_statement
from tenants.members.models import Role
from tenants.models import Tenant

pytestmark = pytest.mark.django_db


def test_the_company_comes_first_and_the_shared_tables_after(in_acme: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")

        assert cursor.fetchone() == ("acme, public",)


def test_the_path_is_not_sent_again(in_acme: Tenant) -> None:
    Role.objects.count()
    before = connection._given

    Role.objects.count()

    assert connection._given is before


def test_the_path_is_known_again_from_what_the_server_reports(in_acme: Tenant) -> None:
    Role.objects.count()

    assert connection._reported_path() == as_reported(("acme", "public"))


@pytest.mark.parametrize("name", ["Acme", "a,b", "a b", "1a", "a-b", "acmé"])
def test_a_name_that_the_server_quotes_is_never_taken_for_known(name: str) -> None:
    assert as_reported((name, "public")) is None


def test_a_connection_that_is_lent_to_another_company_gets_its_path(acme: Tenant, globex: Tenant) -> None:
    paths = []
    for company in (acme, globex, globex, acme):
        connection._given = None  # as when the pool lends it
        with company_context(company), connection.cursor() as cursor:
            cursor.execute("SHOW search_path")
            paths.append(cursor.fetchone()[0])

    assert paths == ["acme, public", "globex, public", "globex, public", "acme, public"]


def test_a_path_set_by_hand_is_noticed(in_acme: Tenant) -> None:
    assert Role.objects.count() == 5
    with connection.connection.cursor() as raw:
        raw.execute("SET search_path = public")

    assert Role.objects.count() == 5


def test_an_error_while_the_path_is_set_is_raised(acme: Tenant) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor, pytest.raises(DataError):
            cursor.execute("SELECT 1/0")
        with company_context(acme), pytest.raises(InternalError, match="aborted"):
            connection.cursor()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", ['a"b', "pg_temp", "a;b", "", "x" * 64])
def test_what_is_no_schema_name_never_reaches_sql(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="cannot be the name"):
        set_path_statement((name,))


def test_queries_are_counted_without_the_path(acme: Tenant, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1), company_context(acme):
        Role.objects.count()


def test_opening_a_connection_does_not_move_who_opens_it(in_acme: Tenant) -> None:
    connection.copy()

    assert connection.schema_name == "acme"


def test_connection_attributes_are_read_only(in_acme: Tenant) -> None:
    with pytest.raises(AttributeError, match="company_context"):
        connection.schema_name = "globex"
    with pytest.raises(AttributeError, match="company_context"):
        connection.tenant = in_acme


@pytest.fixture
def per_transaction(db: None) -> Iterator[None]:
    """Set the path for each transaction, as behind a pooler of transactions, on a server connection that never had one.

    Tests before this one may have left a company's path on the connection of the test run.
    """
    with connection.cursor(), connection.connection.cursor() as raw:
        raw.execute("ROLLBACK")
        raw.execute("SET search_path = public")
        raw.execute("COMMIT")  # psycopg had begun a transaction for it
        raw.execute("BEGIN")
    connection._given = None
    connection.path_per_transaction = True
    yield
    connection.path_per_transaction = False
    connection._given = None


@pytest.fixture
def left_in_acme(acme: Tenant) -> None:
    """Leave a company's path on the connection, as a test that commits does."""
    with connection.cursor(), connection.connection.cursor() as raw:
        raw.execute("ROLLBACK")
        raw.execute("SET search_path = acme, public")
        raw.execute("COMMIT")
        raw.execute("BEGIN")


def test_behind_a_pooler_the_path_ends_with_the_transaction(
    acme: Tenant, left_in_acme: None, per_transaction: None
) -> None:
    with company_context(acme):
        assert Role.objects.count() == 5  # inside the test's transaction
        assert connection._given is not None
        with connection.connection.cursor() as raw:
            raw.execute("ROLLBACK")
            raw.execute("SHOW search_path")
            left_behind = raw.fetchone()[0]
            raw.execute("BEGIN")

    assert "acme" not in left_behind


def test_behind_a_pooler_a_company_needs_a_transaction(
    acme: Tenant, per_transaction: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "autocommit", True)

    with company_context(acme), pytest.raises(ProgrammingError, match="atomic"):
        Role.objects.count()
