"""Two companies, acme and globex, exist before the first test; each test runs in a transaction."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterator
from copy import copy
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils.translation import deactivate
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.models import Tenant
from tenants.services.onboarding import create_company


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Give each run of the tests a database of its own, so that two runs at once do not meet."""
    connection.settings_dict["TEST"]["NAME"] = f"test_huibao_{os.getpid()}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ '^test_huibao_[0-9]+$'")
        for (name,) in cursor.fetchall():
            if not Path(f"/proc/{name.rpartition('_')[2]}").exists():  # its run was killed
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Make the database for whoever asks, also for tests that commit and so ask for no transaction."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        left = end_others()
        teardown_databases(made, verbosity=0)
    if left:
        warnings.warn(f"tests left connections open, which were ended now; they said last: {left}", stacklevel=1)


def end_others() -> list[str]:
    """End what is still connected to the tests' database, which could not be dropped otherwise; say what it did."""
    connection.close()
    connection.close_pool()
    others = "FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
    with connection._nodb_cursor() as cursor:
        for _ in range(20):  # what has just been closed takes a moment to end
            cursor.execute(f"SELECT query {others}", [connection.settings_dict["NAME"]])
            if not (left := [query for (query,) in cursor.fetchall()]):
                return []
            time.sleep(0.1)
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) {others}", [connection.settings_dict["NAME"]])
    return left


@pytest.fixture(scope="session")
def companies(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Tenant]:
    """The two companies, made once by our own onboarding; their rows are committed."""
    with django_db_blocker.unblock():
        return {
            slug: create_company(
                slug=slug,
                name=slug.title(),
                industry="none",
                currency="CNY",
                timezone="Asia/Shanghai",
                locale="zh-hans",
            ).company
            for slug in ("acme", "globex")
        }


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Leave no language behind, as a request does in its thread."""
    yield
    deactivate()


@pytest.fixture
def acme(companies: dict[str, Tenant]) -> Tenant:
    """The first company, as it was made: what a test changes of the object is gone with the test."""
    return copy(companies["acme"])


@pytest.fixture
def globex(companies: dict[str, Tenant]) -> Tenant:
    """The second company, which must see nothing of the first; as it was made too."""
    return copy(companies["globex"])


@pytest.fixture
def in_acme(acme: Tenant, db: None) -> Iterator[Tenant]:
    """Run the test inside acme, in a transaction that is rolled back."""
    with company_context(acme):
        yield acme


@pytest.fixture
def in_globex(globex: Tenant, db: None) -> Iterator[Tenant]:
    """Run the test inside globex, in a transaction that is rolled back."""
    with company_context(globex):
        yield globex
