"""Deleting a company takes everything of it and nothing of another."""

from __future__ import annotations

import pytest

from tenants.access import UnknownCompany
from tenants.models import Domain, Tenant
from tenants.selectors import company_by_slug, company_for_host
from tenants.selectors.files import company_folder
from tenants.selectors.schemas import tables_by_schema
from tenants.services.closing import CannotDelete, delete_company
from tenants.services.onboarding import create_company, ensure_operator
from tenants.services.outside import FromWithinCompany

pytestmark = pytest.mark.django_db


@pytest.fixture
def initech() -> Tenant:
    return create_company(slug="initech", name="Initech", currency="CNY", timezone="UTC", locale="en").company


def test_it_works(initech: Tenant, acme: Tenant) -> None:
    before = tables_by_schema()["acme"]
    company_for_host("initech.localhost")

    delete_company(company=initech)

    after = tables_by_schema()
    assert "initech" not in after
    assert after["acme"] == before
    with pytest.raises(UnknownCompany):
        company_by_slug("initech")
    with pytest.raises(UnknownCompany):
        company_for_host("initech.localhost")
    assert not Domain.objects.filter(domain="initech.localhost").exists()


def test_its_files_go_and_those_of_another_stay(initech: Tenant, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.RUN_DIR = tmp_path
    for schema in ("initech", "acme"):
        company_folder(schema).mkdir(parents=True)
        (company_folder(schema) / "errors.csv").write_text("row,column,value")

    delete_company(company=initech)

    assert [path.name for path in tmp_path.rglob("*.csv")] == ["errors.csv"]
    assert (company_folder("acme") / "errors.csv").exists()
    assert not company_folder("initech").exists()


def test_a_row_that_names_the_schema_of_another_is_refused(initech: Tenant, acme: Tenant) -> None:
    initech.schema_name = "acme"

    with pytest.raises(CannotDelete, match="not its own"):
        delete_company(company=initech)

    assert tables_by_schema()["acme"]


def test_the_operator_is_not_deleted() -> None:
    with pytest.raises(CannotDelete, match="operator"):
        delete_company(company=ensure_operator().company)


def test_a_company_is_not_deleted_from_within(in_acme: Tenant) -> None:
    with pytest.raises(FromWithinCompany, match="from outside"):
        delete_company(company=in_acme)
