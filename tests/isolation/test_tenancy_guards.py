"""Each way in which one company's data is known to reach another: open in the stock library, closed here."""

from __future__ import annotations

from contextvars import copy_context

import pytest
from django.db import connection, models
from django_tenants.models import TenantMixin
from django_tenants.utils import schema_context

from tenants.access import CrossCompanyUse, NotInCompany, company_context, current_schema
from tenants.members.models import Membership, Role, Unit, User
from tenants.models import Tenant

pytestmark = pytest.mark.django_db


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
