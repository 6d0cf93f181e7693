"""Each way in which one company's data is known to reach another: open in the stock library, closed here."""

from __future__ import annotations

import ast
from contextvars import copy_context
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import ProgrammingError, connection, models
from django_tenants.models import TenantMixin
from django_tenants.utils import schema_context

from tenants.access import CrossCompanyUse, NotInCompany, company_context, current_schema
from tenants.members.models import Membership, Role, Unit, User
from tenants.models import Tenant
from tenants.models.company_model import CompanyManager, CompanyQuerySet, GuardedModel

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
APPS = ("config", "tenants", "journeys", "feedback", "analytics")


def whose() -> str:
    return Unit.objects.values_list("name", flat=True).get(code="whose")


# --- contexts ---------------------------------------------------------------------------------


class StockTenant:
    """The parent's `with tenant:`, without our refusal."""

    _previous_tenant: list[object] = []
    __enter__ = TenantMixin.__enter__
    __exit__ = TenantMixin.__exit__
    activate = TenantMixin.activate

    def __init__(self, schema_name: str) -> None:
        self.schema_name = schema_name


def test_stock_with_tenant_sends_one_thread_to_the_company_of_another() -> None:
    # Two threads, made repeatable as two contexts: the way back is kept in one list for all of them.
    one, other = copy_context(), copy_context()
    acme, globex = StockTenant("acme"), StockTenant("globex")
    one.run(acme.__enter__)
    other.run(globex.__enter__)
    one.run(acme.__enter__)
    other.run(globex.__enter__)

    one.run(acme.__exit__, None, None, None)

    assert one.run(current_schema) == "globex"


def test_with_tenant_is_refused(acme: Tenant) -> None:
    with pytest.raises(RuntimeError, match="company_context"), acme:
        pass

    assert current_schema() == "public"


def test_stock_decorator_leaves_one_thread_in_the_place_of_another(acme: Tenant, globex: Tenant) -> None:
    decorator = schema_context("acme")
    one, other = copy_context(), copy_context()
    one.run(connection.set_tenant, globex)
    one.run(decorator.__enter__)
    other.run(decorator.__enter__)

    one.run(decorator.__exit__)

    assert one.run(current_schema) == "public"  # and not globex, where it was


def test_company_context_cannot_decorate(acme: Tenant) -> None:
    with pytest.raises(TypeError, match="not callable"):
        company_context(acme)(whose)  # type: ignore[operator]


def test_one_context_object_serves_one_block(acme: Tenant) -> None:
    context = company_context(acme)
    with context, pytest.raises(CrossCompanyUse), context:
        pass

    assert current_schema() == "public"


def test_nested_contexts_find_their_way_back(marked: dict[str, Tenant]) -> None:
    with company_context(marked["acme"]):
        with company_context(marked["globex"]):
            inner = whose()
        outer = whose()

    assert (inner, outer, current_schema()) == ("globex", "acme", "public")


def test_a_generator_that_yields_inside_a_company_is_caught(acme: Tenant, globex: Tenant) -> None:
    def rows(tenant: Tenant):  # type: ignore[no-untyped-def]
        with company_context(tenant):
            yield 1

    first, second = rows(acme), rows(globex)
    next(first)
    next(second)

    with pytest.raises(CrossCompanyUse, match="yield"):
        list(first)
    assert current_schema() == "public"
    with pytest.raises(CrossCompanyUse, match="yield"):
        list(second)
    assert current_schema() == "public"


def test_an_exception_leaves_the_company(acme: Tenant) -> None:
    with pytest.raises(ZeroDivisionError), company_context(acme):
        raise ZeroDivisionError

    assert current_schema() == "public"


# --- objects ----------------------------------------------------------------------------------


def test_stock_save_writes_an_object_of_one_company_into_another(acme: Tenant, globex: Tenant) -> None:
    with company_context(acme):
        unit = Unit.objects.create(code="north", name="of acme")

    with company_context(globex):
        models.Model.save_base(unit, force_insert=True)

        assert Unit.objects.get(code="north").name == "of acme"


@pytest.mark.parametrize("act", ["save", "delete", "refresh_from_db"])
def test_an_object_of_one_company_is_refused_in_another(acme: Tenant, globex: Tenant, act: str) -> None:
    with company_context(acme):
        unit = Unit.objects.create(code="north")

    with company_context(globex), pytest.raises(CrossCompanyUse, match="schema acme was used in globex"):
        getattr(unit, act)()

    with company_context(globex):
        assert not Unit.objects.filter(code="north").exists()


def test_an_object_of_a_company_is_refused_in_public(acme: Tenant) -> None:
    with company_context(acme):
        unit = Unit.objects.create(code="north")

    with pytest.raises(NotInCompany):
        unit.save()


def test_bulk_writes_refuse_objects_of_another_company(acme: Tenant, globex: Tenant) -> None:
    with company_context(acme):
        unit = Unit.objects.create(code="north")
        unsaved = Unit(code="south")

    with company_context(globex):
        with pytest.raises(CrossCompanyUse):
            Unit.objects.bulk_create([unsaved])
        with pytest.raises(CrossCompanyUse):
            Unit.objects.bulk_update([unit], ["name"])


def test_a_relation_to_another_company_is_refused(acme: Tenant, globex: Tenant) -> None:
    with company_context(acme):
        user = User.objects.create(email="a@acme.example")

    with company_context(globex), pytest.raises(CrossCompanyUse):
        Membership.objects.create(user=user, role=Role.objects.get(code="owner"))


def test_related_objects_are_not_fetched_from_another_company(acme: Tenant, globex: Tenant) -> None:
    with company_context(acme):
        user = User.objects.create(email="a@acme.example")
        Membership.objects.create(user=user, role=Role.objects.get(code="owner"))
        membership = Membership.objects.get(user=user)

    with company_context(globex):
        with pytest.raises(CrossCompanyUse):
            _ = membership.user
        with pytest.raises(CrossCompanyUse):
            list(user.memberships.all())


def test_an_object_made_in_public_is_adopted_by_the_company_that_saves_it(in_acme: Tenant) -> None:
    unit = copy_context().run(_made_in_public)
    unit.save()

    assert unit.made_in == "acme"


def _made_in_public() -> Unit:
    connection.set_schema_to_public()
    return Unit(code="north")


# --- queries ----------------------------------------------------------------------------------


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


# --- shared caches ----------------------------------------------------------------------------


def test_content_types_are_the_same_everywhere(acme: Tenant, globex: Tenant) -> None:
    seen = set()
    for tenant in (acme, globex):
        with company_context(tenant):
            seen.add(ContentType.objects.get_for_model(Unit).pk)
            ContentType.objects.clear_cache()
            seen.add(ContentType.objects.get_for_model(Unit).pk)

    assert len(seen) == 1


def test_each_app_is_shared_or_of_companies_and_never_both(settings) -> None:  # type: ignore[no-untyped-def]
    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    assert "django.contrib.contenttypes" in settings.SHARED_APPS
    assert "django.contrib.sessions" in settings.TENANT_APPS


def test_no_table_of_a_company_points_into_the_shared_tables(acme: Tenant) -> None:
    with company_context(acme), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass, confrelid::regclass FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = 'acme'::regnamespace"
            " AND (SELECT relnamespace FROM pg_class WHERE oid = confrelid) <> 'acme'::regnamespace"
        )
        assert cursor.fetchall() == []


def test_the_cache_of_one_company_is_not_read_in_another(acme: Tenant, globex: Tenant) -> None:
    with company_context(acme):
        cache.set("answer", "of acme", 5)
        assert cache.get("answer") == "of acme"

    with company_context(globex):
        assert cache.get("answer") is None
    assert cache.get("answer") is None


def test_every_model_of_a_company_is_guarded(settings) -> None:  # type: ignore[no-untyped-def]
    configs = [config for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]
    found = [model for config in configs for model in config.get_models(include_auto_created=True)]
    ours = [model for model in found if not model.__module__.startswith("django.")]

    assert len(ours) > 20
    for model in ours:
        assert issubclass(model, GuardedModel), model
        assert isinstance(model._default_manager, CompanyManager), model
        assert isinstance(model._base_manager, CompanyManager), model


def test_the_contexts_of_the_stock_library_are_not_used() -> None:
    for path in [path for app in APPS for path in (ROOT / app).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            imported = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom | ast.Import) else set()
            assert not imported & {"schema_context", "tenant_context"}, path
