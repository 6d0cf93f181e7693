"""Threads, coroutines and pooled connections: each sees its own company, whatever the others do."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from asgiref.sync import sync_to_async
from django.db import DataError, OperationalError, connection, transaction

from tenants.access import company_context, current_schema
from tenants.backend.base import DatabaseWrapper
from tenants.members.models import Unit
from tenants.models import Tenant

pytestmark = pytest.mark.django_db


def seen() -> tuple[str, str, str]:
    """Return the schema of the context, of the connection, and of the rows that are read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), name FROM members_unit WHERE code = 'whose'")
        schema, name = cursor.fetchone()
    assert name == Unit.objects.get(code="whose").name
    return (connection.schema_name, schema, name)


def is_right(tenant: Tenant) -> bool:
    return current_schema() == tenant.schema_name and seen() == (tenant.schema_name,) * 3


def nested(here: Tenant, there: Tenant) -> bool:
    with company_context(there):
        return is_right(there)


def rolled_back(here: Tenant, there: Tenant) -> bool:
    try:
        with transaction.atomic():
            with company_context(there):
                assert is_right(there)  # the path of `there` is set within the transaction that ends here
            raise KeyError
    except KeyError:
        return nested(here, there) and is_right(here)  # first the one that was set last, and is set no more
    return False


def rolled_back_inside(here: Tenant, there: Tenant) -> bool:
    with company_context(there):
        try:
            with transaction.atomic():
                assert is_right(there)
                raise KeyError
        except KeyError:
            return is_right(there)
    return False


def rolled_back_to_savepoint(here: Tenant, there: Tenant) -> bool:
    with transaction.atomic():
        try:
            with transaction.atomic(), company_context(there):
                assert is_right(there)
                raise KeyError
        except KeyError:
            return nested(here, there) and is_right(here)
    return False


def failed_in_savepoint(here: Tenant, there: Tenant) -> bool:
    with transaction.atomic():
        try:
            with transaction.atomic(), company_context(there), connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        except DataError:
            return nested(here, there) and is_right(here)
    return False


def closed(here: Tenant, there: Tenant) -> bool:
    connection.close()
    return True


def terminated(here: Tenant, there: Tenant) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    except OperationalError:
        connection.close()
    return True


def rolled_back_by_hand(here: Tenant, there: Tenant) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
    with company_context(there):
        assert is_right(there)
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK")
    return is_right(here)


DEEDS: list[Callable[[Tenant, Tenant], bool]] = [
    nested,
    rolled_back,
    rolled_back_inside,
    rolled_back_to_savepoint,
    failed_in_savepoint,
    closed,
    terminated,
    rolled_back_by_hand,
]


@pytest.fixture(params=["PostgreSQL 18", "before 18"])
def deeds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> list[Callable[[Tenant, Tenant], bool]]:
    """What threads do; before PostgreSQL 18 the server does not tell its path, and a rollback by hand goes unseen."""
    if request.param == "PostgreSQL 18":
        return DEEDS
    monkeypatch.setattr(DatabaseWrapper, "_reported_path", lambda connection: None)
    return [deed for deed in DEEDS if deed is not rolled_back_by_hand]


def test_eight_threads_on_pooled_connections_never_see_another_company(
    marked: dict[str, Tenant], deeds: list[Callable[[Tenant, Tenant], bool]]
) -> None:
    def work(seed: int) -> int:
        chance = random.Random(seed)
        wrong = 0
        try:
            for _ in range(40):
                here, there = chance.sample([marked["acme"], marked["globex"]], 2)
                with company_context(here):
                    wrong += not is_right(here)
                    wrong += not chance.choice(deeds)(here, there)
                    wrong += not is_right(here)
                wrong += current_schema() != "public"
        finally:
            connection.close()
        return wrong

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(work, range(8))) == 0


@pytest.mark.parametrize("deed", DEEDS[:5], ids=lambda deed: deed.__name__)
def test_the_path_survives(marked: dict[str, Tenant], deed: Callable[[Tenant, Tenant], bool]) -> None:
    with company_context(marked["acme"]):
        assert deed(marked["acme"], marked["globex"])
        assert is_right(marked["acme"])


def test_a_new_thread_starts_in_public(acme: Tenant) -> None:
    found: list[str] = []
    with company_context(acme):
        thread = Thread(target=lambda: found.append(current_schema()))
        thread.start()
        thread.join()

    assert found == ["public"]


def seen_and_closed() -> tuple[str, str, str]:
    try:
        return seen()
    finally:
        connection.close()


@pytest.mark.parametrize("thread_sensitive", [True, False])
def test_coroutines_keep_their_company(marked: dict[str, Tenant], thread_sensitive: bool) -> None:
    async def visit(tenant: Tenant, number: int) -> bool:
        with company_context(tenant):
            await asyncio.sleep(0.0005 * (number % 3))
            in_coroutine = (current_schema(), connection.schema_name)
            read = await sync_to_async(seen_and_closed, thread_sensitive=thread_sensitive)()
            task = await asyncio.create_task(sync_to_async(seen_and_closed, thread_sensitive=thread_sensitive)())
        expected = tenant.schema_name
        return in_coroutine == (expected,) * 2 and read == (expected,) * 3 == task

    async def visits() -> list[bool]:
        tenants = [marked["acme"], marked["globex"]] * 10
        return await asyncio.gather(*(visit(tenant, number) for number, tenant in enumerate(tenants)))

    with ThreadPoolExecutor(1) as thread:  # the test's own thread holds the test's transaction
        assert all(thread.submit(asyncio.run, visits()).result())


def test_an_executor_that_copies_no_context_is_in_public(acme: Tenant) -> None:
    async def elsewhere() -> str:
        with company_context(acme):
            return await asyncio.get_running_loop().run_in_executor(None, current_schema)

    assert asyncio.run(elsewhere()) == "public"
