"""Deleting a company takes everything of it and nothing of another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from tenants.access import UnknownCompany, company_context
from tenants.models import DeletionCertificate, Domain, Tenant
from tenants.selectors import company_by_slug, company_for_host
from tenants.selectors.checksums import checksums
from tenants.selectors.files import company_folder
from tenants.selectors.schemas import tables_by_schema
from tenants.services.certificates import broken_certificates, hash_of
from tenants.services.closing import CannotDelete, delete_company, delete_due
from tenants.services.onboarding import create_company, ensure_operator
from tenants.services.outside import FromWithinCompany
from tenants.services.suspending import close_company

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


def test_the_certificate_says_what_there_was_and_the_others_are_as_before(initech: Tenant, acme: Tenant) -> None:
    before, there_was = checksums(acme), checksums(initech)
    for company in (initech, acme):
        with company_context(company):
            cache.set("kept", company.slug)

    certificate = delete_company(company=initech)

    assert certificate.document["tables"] == {
        name: {"rows": one.rows, "checksum": one.checksum} for name, one in there_was.items()
    }
    assert certificate.document["hosts"] == ["initech.localhost"]
    assert certificate.hash == hash_of(certificate.previous_hash, certificate.document)
    assert checksums(acme) == before
    with company_context(acme):
        assert cache.get("kept") == "acme"
        cache.delete("kept")
    with company_context(initech):
        assert cache.get("kept") is None


def test_a_certificate_that_was_changed_or_taken_away_breaks_the_chain() -> None:
    for number in range(4):
        delete_company(
            company=create_company(slug=f"gone{number}", name="G", currency="CNY", timezone="UTC", locale="en").company
        )
    assert broken_certificates() == []
    second, third, _ = DeletionCertificate.objects.order_by("-number")[:3][::-1]

    DeletionCertificate.objects.filter(pk=second.pk).update(document=second.document | {"rows": 0})
    assert broken_certificates() == [second.number]
    DeletionCertificate.objects.filter(pk=second.pk).update(document=second.document)
    third.delete()
    assert broken_certificates() == [third.number + 1]


def test_it_is_deleted_when_it_has_cooled_down(initech: Tenant) -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    close_company(company=initech, now=now, cooling=timedelta(days=30))

    assert delete_due(now=now + timedelta(days=29)) == []
    assert [one.slug for one in delete_due(now=now + timedelta(days=30))] == ["initech"]
    assert "initech" not in tables_by_schema()


def test_a_deletion_that_was_cut_off_is_finished(initech: Tenant) -> None:
    Tenant.objects.filter(pk=initech.pk).update(status=Tenant.Status.DELETING)

    assert [one.slug for one in delete_due(now=datetime(2026, 12, 1, tzinfo=UTC))] == ["initech"]
