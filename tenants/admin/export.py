"""The list of companies as a table to take along: counts and settings, never content."""

import csv
import io

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tenants.admin.companies import CompanyAdmin
from tenants.admin.guard import View
from tenants.admin.health import Health, health_of
from tenants.models.tenant import Tenant

COLUMNS = (
    "slug", "name", "status", "industry", "plan", "locale", "timezone", "currency", "database", "created_at",
    "migrations_missing", "scored_at", "jobs_waiting", "jobs_failed", "bytes", "unmapped", "codes", "customers",
    "facts", "api_keys",
)  # fmt: skip
_SETTINGS = COLUMNS[:9]


def csv_of(companies: CompanyAdmin) -> View:
    """Return the view that answers the companies which search and filters of the list leave, as CSV."""

    def exported(request: HttpRequest) -> HttpResponse:
        found = list(_asked_for(companies, request).order_by("slug"))
        told = health_of(found, with_checks=False)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        writer.writerows([_safe(value) for value in _row(company, told[company.slug])] for company in found)
        content = "\ufeff" + text.getvalue()  # so that spreadsheets read it as UTF-8
        name = f"companies-{timezone.now():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    return exported


def _asked_for(companies: CompanyAdmin, request: HttpRequest) -> QuerySet[Tenant]:
    """Return the companies that an address asks for; all, when it asks for what there is not."""
    if "\0" in "".join(value for values in request.GET.lists() for value in values[1]):
        return companies.get_queryset(request)
    try:
        found: QuerySet[Tenant] = companies.get_changelist_instance(request).queryset
    except IncorrectLookupParameters:
        return companies.get_queryset(request)
    return found


def _row(company: Tenant, health: Health) -> list[object]:
    measures = health.measures
    fixed = [getattr(company, name) for name in _SETTINGS]
    scored = measures.scored_at.isoformat() if measures.scored_at else ""
    counts: list[object] = [one.used for one in health.usage] or [""] * 3
    return [
        *fixed, company.created_at.isoformat(), "" if measures.behind is None else measures.behind, scored,
        measures.waiting, measures.failed, measures.bytes, *measures.unmapped, *counts,
    ]  # fmt: skip


def _safe(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
