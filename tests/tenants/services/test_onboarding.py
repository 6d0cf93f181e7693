"""Setting up a company: ready in one transaction, the same twice, refused clearly."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from tenants.access import ROLE_CAPABILITIES, company_context, current_schema
from tenants.members.models import Membership, Role, User
from tenants.models import Domain, ProvisioningRun, RecordedDdl, Tenant
from tenants.selectors import company_for_host
from tenants.selectors.schemas import faults, tables_by_schema
from tenants.services import steps
from tenants.services.onboarding import BadCompany, create_company, ensure_operator
from tenants.services.outside import FromWithinCompany
from tenants.services.steps import STEPS

pytestmark = pytest.mark.django_db

INITECH: dict[str, Any] = {
    "slug": "initech",
    "name": "Initech",
    "industry": "none",
    "currency": "CNY",
    "timezone": "Asia/Shanghai",
    "locale": "zh-hans",
    "admin_email": "Boss@Initech.example",
}


def test_it_makes_a_company_that_is_whole() -> None:
    done = create_company(**INITECH)

    assert done.created
    assert done.company.status == Tenant.Status.ACTIVE
    assert company_for_host("initech.localhost") == done.company
    with company_context(done.company):
        assert set(Role.objects.values_list("code", flat=True)) == set(ROLE_CAPABILITIES)
        assert Membership.objects.get(user__email="boss@initech.example").role.code == "owner"


def test_its_tables_are_those_of_the_migrations(acme: Tenant) -> None:
    assert [fault for fault in faults(only=acme) if fault.fault != "tables missing"] == []
    assert RecordedDdl.objects.count() == 1


def test_twice_is_once() -> None:
    first = create_company(**INITECH)

    again = create_company(**INITECH)

    assert (again.created, again.company.pk) == (False, first.company.pk)
    assert Domain.objects.filter(tenant=first.company).count() == 1
    with company_context(first.company):
        assert User.objects.count() == 1


def test_a_password_can_be_given_later() -> None:
    company = create_company(**INITECH).company

    create_company(**INITECH, admin_password="a long secret")

    with company_context(company):
        assert User.objects.get().check_password("a long secret")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"slug": "operator"}, "reserved"),
        ({"slug": "public"}, "reserved"),
        ({"slug": "pg-catalog"}, "reserved"),
        ({"slug": "pg_toast"}, "must have"),
        ({"slug": "Initech"}, "must have"),
        ({"slug": "a--b"}, "must have"),
        ({"slug": "initech-"}, "must have"),
        ({"slug": "x" * 41}, "must have"),
        ({"slug": 'a"; DROP SCHEMA acme'}, "must have"),
        ({"currency": "yuan"}, "ISO 4217"),
        ({"timezone": "Mars/Base"}, "IANA"),
        ({"industry": "mining"}, "industry"),
        ({"locale": "fr"}, "locale"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_left(change: dict[str, str], words: str) -> None:
    with pytest.raises(BadCompany, match=words):
        create_company(**INITECH | change)

    assert not Tenant.objects.filter(slug="initech").exists()
    assert "initech" not in tables_by_schema()


def test_a_bad_address_leaves_nothing() -> None:
    with pytest.raises(Exception, match="not an e-mail address"):
        create_company(**INITECH | {"admin_email": "boss"})

    assert "initech" not in tables_by_schema()
    assert ProvisioningRun.objects.get(slug="initech").state == ProvisioningRun.State.FAILED


def test_a_slug_with_other_values_is_refused() -> None:
    create_company(**INITECH)

    with pytest.raises(BadCompany, match="exists already with currency 'CNY', not 'USD'"):
        create_company(**INITECH | {"currency": "USD"})


def test_a_schema_without_a_company_is_not_taken_over() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA initech")

    with pytest.raises(BadCompany, match="exists without a company"):
        create_company(**INITECH)


def test_it_cannot_be_done_from_within_a_company(in_acme: Tenant) -> None:
    with pytest.raises(FromWithinCompany, match="not from within acme"):
        create_company(**INITECH)


def test_the_operator_makes_companies_and_stays_where_it_is() -> None:
    with company_context(ensure_operator().company):
        done = create_company(**INITECH)

        assert current_schema() == "operator"
    with company_context(done.company):
        assert User.objects.count() == 1


def failing_step(*, company: Tenant, industry: str, locale: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM members_unit")
    raise ZeroDivisionError


def test_a_step_that_fails_is_undone_and_the_set_up_goes_on_there(settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(sys.modules, "set_up_steps", SimpleNamespace(failing_step=failing_step))
    real, settings.TENANT_SETUP_STEPS = settings.TENANT_SETUP_STEPS, ["set_up_steps.failing_step"]

    with pytest.raises(ZeroDivisionError):
        create_company(**INITECH)

    run = ProvisioningRun.objects.get(slug="initech")
    assert (run.state, [step["name"] for step in run.steps]) == ("failed", ["schema", "tables", "roles"])
    assert Tenant.objects.get(slug="initech").status == Tenant.Status.PROVISIONING

    settings.TENANT_SETUP_STEPS = real
    assert create_company(**INITECH).company.status == Tenant.Status.ACTIVE
    run.refresh_from_db()
    assert (run.state, [step["name"] for step in run.steps]) == ("done", list(STEPS))


def test_without_recorded_statements_the_migrations_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "recorded_ddl", lambda: None)

    company = create_company(**INITECH).company

    tables = tables_by_schema()
    assert tables[company.schema_name] == tables["acme"]
    assert ProvisioningRun.objects.get(slug="initech").method == ProvisioningRun.Method.MIGRATED


def test_a_set_up_that_was_cut_off_is_finished() -> None:
    company = create_company(**INITECH).company
    Tenant.objects.update(status=Tenant.Status.PROVISIONING)

    done = create_company(**INITECH)

    assert (done.created, done.company.pk, done.company.status) == (True, company.pk, Tenant.Status.ACTIVE)


def test_the_operator_has_a_schema_of_its_own() -> None:
    first = ensure_operator()
    again = ensure_operator()

    assert (first.company.schema_name, first.company.kind) == ("operator", Tenant.Kind.OPERATOR)
    assert again.company.pk == first.company.pk
    assert company_for_host("localhost") == first.company
