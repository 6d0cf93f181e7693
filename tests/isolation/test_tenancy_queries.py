"""Queries and cursors of one company, tried in another."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, models

from tenants.access import CrossCompanyUse, NotInCompany, company_context
from tenants.members.models import Role, Unit
from tenants.models import Tenant
from tenants.models.company_model import CompanyQuerySet

pytestmark = pytest.mark.django_db


def whose() -> str:
    return Unit.objects.values_list("name", flat=True).get(code="whose")


def test_a_stock_lazy_query_reads_the_company_it_is_evaluated_in(marked: dict[str, Tenant]) -> None:
    with company_context(marked["acme"]):
        lazy = models.QuerySet(Unit).filter(code="whose")

    with company_context(marked["globex"]):
        assert lazy.get().name == "globex"


@pytest.mark.parametrize(
    "evaluate",
    [
        list,
        len,
        bool,
        lambda query: query.get(),
        lambda query: query.count(),
        lambda query: query.exists(),
        lambda query: query.update(name="x"),
        lambda query: query.delete(),
        lambda query: query[0],
        lambda query: list(query.values("name")),
        lambda query: next(query.iterator()),
        lambda query: query.aggregate(models.Max("name")),
        lambda query: query.filter(name="x").order_by("code").first(),
        lambda query: list(Unit.objects.filter(pk__in=query)),
    ],
)
def test_a_lazy_query_is_refused_in_another_company(marked: dict[str, Tenant], evaluate) -> None:  # type: ignore[no-untyped-def]
    with company_context(marked["acme"]):
        lazy = Unit.objects.filter(code="whose")

    with company_context(marked["globex"]):
        with pytest.raises(CrossCompanyUse):
            evaluate(lazy)
        assert whose() == "globex"


def test_a_raw_query_is_refused_in_another_company(marked: dict[str, Tenant]) -> None:
    with company_context(marked["acme"]):
        raw = Unit.objects.raw("SELECT * FROM members_unit WHERE code = %s", ["whose"])
        assert [unit.name for unit in raw] == ["acme"]
        unread = Unit.objects.raw("SELECT * FROM members_unit WHERE code = %s", ["whose"])

    with company_context(marked["globex"]), pytest.raises(CrossCompanyUse):
        list(unread)


def test_rows_already_read_are_not_handed_out_in_another_company(marked: dict[str, Tenant]) -> None:
    with company_context(marked["acme"]):
        read = Unit.objects.filter(code="whose")
        assert len(read) == 1

    with company_context(marked["globex"]), pytest.raises(CrossCompanyUse):
        list(read)


def test_a_query_made_in_public_belongs_to_the_company_of_its_clone(marked: dict[str, Tenant]) -> None:
    everywhere: CompanyQuerySet[Unit] = Unit.objects.all()

    for slug in ("acme", "globex"):
        with company_context(marked[slug]):
            assert everywhere.filter(code="whose").get().name == slug
            with pytest.raises(CrossCompanyUse):
                list(everywhere)  # it would keep the rows for the next company


def test_a_company_query_in_public_is_refused(marked: dict[str, Tenant]) -> None:
    with pytest.raises(NotInCompany, match="enter one"):
        Unit.objects.count()


def test_company_tables_do_not_exist_in_public() -> None:
    with pytest.raises(ProgrammingError, match="does not exist"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM members_unit")


# --- cursors ----------------------------------------------------------------------------------


def test_a_raw_cursor_reads_its_company(marked: dict[str, Tenant]) -> None:
    for slug in ("acme", "globex"):
        with company_context(marked[slug]), connection.cursor() as cursor:
            cursor.execute("SELECT name FROM members_unit WHERE code = 'whose'")
            assert cursor.fetchone() == (slug,)


@pytest.mark.parametrize(
    "use",
    [
        lambda cursor: cursor.execute("SELECT 1"),
        lambda cursor: cursor.executemany("SELECT %s", [(1,)]),
        lambda cursor: cursor.copy("COPY members_unit TO STDOUT"),
        lambda cursor: cursor.fetchone(),
    ],
)
def test_a_cursor_is_refused_in_another_company(acme: Tenant, globex: Tenant, use) -> None:  # type: ignore[no-untyped-def]
    with company_context(acme), connection.cursor() as cursor:
        cursor.execute("SELECT code FROM members_role")
        with company_context(globex), pytest.raises(CrossCompanyUse, match="cursor"):
            use(cursor)


def test_a_cursor_kept_open_while_another_company_is_visited_is_right_again(marked: dict[str, Tenant]) -> None:
    with company_context(marked["acme"]), connection.cursor() as cursor:
        with company_context(marked["globex"]):
            assert whose() == "globex"
        cursor.execute("SELECT name FROM members_unit WHERE code = 'whose'")

        assert cursor.fetchone() == ("acme",)


def test_copy_writes_into_its_company(acme: Tenant, globex: Tenant) -> None:
    with company_context(acme), connection.cursor() as cursor:
        with cursor.copy("COPY members_role (id, code) FROM STDIN") as copy:
            copy.write_row(("01890000-0000-7000-8000-000000000000", "guest"))
        assert Role.objects.filter(code="guest").exists()

    with company_context(globex):
        assert not Role.objects.filter(code="guest").exists()
