"""Every page by its address."""

from typing import Final

from django.urls import URLPattern, URLResolver, path

from tenants.admin.acting import act_page, retry_migrations
from tenants.admin.companies import CompanyAdmin
from tenants.admin.company import company_page
from tenants.admin.door import choose_language, sign_in
from tenants.admin.export import csv_of
from tenants.admin.files import admin_file
from tenants.admin.founding import new_company, retry_set_up, slug_state
from tenants.admin.guard import page
from tenants.admin.overview import overview
from tenants.admin.progress import set_up_page, set_up_part
from tenants.admin.records import CertificateAdmin, MigrationAdmin, SetUpAdmin, certificate_page
from tenants.admin.site import OperatorSite, at
from tenants.models.certificate import DeletionCertificate
from tenants.models.fleet import MigrationResult
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Tenant


def _pages(site: OperatorSite) -> list[URLPattern | URLResolver]:
    companies = CompanyAdmin(Tenant, site)
    return [
        at("", overview, "index", site=site),
        path("login/", page(sign_in), {"site": site}, name="login"),
        path("language/<str:language>", choose_language, name="language"),
        path("files/<str:version>/<path:name>", admin_file, name="file"),
        at("companies/", companies.changelist_view, "tenants_tenant_changelist"),
        at("companies.csv", csv_of(companies), "companies_csv"),
        at("companies/new/", new_company, "new_company", site=site),
        at("companies/new/slug", slug_state, "slug_state"),
        at("companies/<slug:slug>/", company_page, "company", site=site),
        at("companies/<slug:slug>/<slug:code>/", act_page, "act", site=site),
        at("set-ups/", SetUpAdmin(ProvisioningRun, site).changelist_view, "tenants_provisioningrun_changelist"),
        at("set-ups/<uuid:run>/", set_up_page, "set_up", site=site),
        at("set-ups/<uuid:run>/steps", set_up_part, "set_up_part"),
        at("set-ups/<uuid:run>/retry", retry_set_up, "retry_set_up"),
        at("migrations/", MigrationAdmin(MigrationResult, site).changelist_view, "tenants_migrationresult_changelist"),
        at("migrations/retry", retry_migrations, "retry_migrations"),
        at("certificates/", CertificateAdmin(DeletionCertificate, site).changelist_view,
           "tenants_deletioncertificate_changelist"),
        at("certificates/<int:number>/", certificate_page, "certificate", site=site),
    ]  # fmt: skip


SITE: Final = OperatorSite(pages=_pages)
