"""The page of one company: how it is, what was done to it, what can be done. Counts and settings, never content."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.connection import ConnectionDoesNotExist
from django.utils.formats import date_format
from django.utils.translation import gettext

from tenants.admin.acts import ACTS, Act
from tenants.admin.cells import NONE, day, jobs_told, schema_badge, score_age, unmapped_told
from tenants.admin.health import check_rows, health_of, troubles_of, usage_rows
from tenants.admin.labels import (
    EVENTS,
    INDUSTRIES,
    KINDS,
    LOCALES,
    METHODS,
    MIGRATION_STATES,
    PLANS,
    RUN_STATES,
    STATUSES,
    badge,
    size,
)
from tenants.admin.words import COMPANY
from tenants.audit.models import AuditEvent
from tenants.models.fleet import MigrationResult
from tenants.models.move import CompanyMove
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Domain, Tenant
from tenants.selectors.files import archives_of
from tenants.selectors.incoming import failed_jobs, rows_by_month

SHOWN: Final = 8


def company_of(slug: str) -> Tenant:
    """Return the client company with a slug. Raises Http404."""
    found: Tenant | None = Tenant.objects.filter(slug=slug, kind=Tenant.Kind.COMPANY).first()
    if found is None:
        raise Http404
    return found


def company_page(request: HttpRequest, slug: str, *, site: Any) -> HttpResponse:
    """Answer the page of a company."""
    company = company_of(slug)
    health = health_of([company])[company.slug]
    given = {
        **site.each_context(request),
        "title": company.name,
        "company": company,
        "address": address_of(request, company),
        "status": badge(company.status, STATUSES[company.status]),
        "facts": _facts(request, company),
        "troubles": troubles_of(company, health),
        "checks": check_rows(health.checks),
        "usage": usage_rows(health.usage),
        "measures": [
            (COMPANY["schema"], schema_badge(health)),
            (COMPANY["last_score"], score_age(health)),
            (COMPANY["queue"], jobs_told(health)),
            (COMPANY["unmapped"], unmapped_told(health)),
            (COMPANY["size"], size(health.measures.bytes)),
        ],
        "acts": _possible(company),
        "archives": [(path.name, size(path.stat().st_size)) for path in archives_of(company.slug)[:SHOWN]],
        **_done(company),
        **(_inside(company) if health.measures.is_current else {}),
    }
    return TemplateResponse(request, "operator/company.html", given)


def address_of(request: HttpRequest, company: Tenant) -> str:
    """Return the address of a company's host, with the scheme and port of the operator's; empty when it has none."""
    _mine, colon, port = request.get_host().partition(":")
    hosts = Domain.objects.filter(tenant=company).order_by("-is_primary", "domain")
    host = hosts.values_list("domain", flat=True).first()
    return f"{request.scheme}://{host}{colon}{port}" if host else ""


def _facts(request: HttpRequest, company: Tenant) -> list[tuple[object, object]]:
    rows: list[tuple[object, object]] = [
        (COMPANY["industry"], INDUSTRIES[company.industry]),
        (COMPANY["plan"], PLANS[company.plan]),
        (COMPANY["locale"], LOCALES[company.locale]),
        (COMPANY["timezone"], company.timezone),
        (COMPANY["currency"], company.currency),
        (COMPANY["database"], company.database),
        (COMPANY["created"], day(company.created_at)),
    ]
    if company.status_reason:
        rows.append((COMPANY["reason"], company.status_reason))
    if company.closes_at:
        rows.append((COMPANY["closes_at"], day(company.closes_at)))
    return rows


def _possible(company: Tenant) -> list[Mapping[str, object]]:
    return [_shown(act) for act in ACTS.values() if act.is_possible(company)]


def _shown(act: Act) -> Mapping[str, object]:
    return {"code": act.code, "words": act.words, "is_grave": act.is_grave}


def _done(company: Tenant) -> dict[str, Any]:
    """Return what was done to a company from outside, the newest first."""
    slug = company.slug
    runs = ProvisioningRun.objects.filter(slug=slug).order_by("-id")[:SHOWN]
    results = MigrationResult.objects.filter(slug=slug).order_by("-finished_at", "-id")[:SHOWN]
    events = AuditEvent.objects.filter(subject_kind="tenant", subject_id=str(company.id)).order_by("-at")[:SHOWN]
    return {
        "runs": [(run.pk, day(run.finished_at), badge(run.state, RUN_STATES[run.state])) for run in runs],
        "migrations": [
            (day(one.finished_at), badge(one.state, MIGRATION_STATES[one.state]), METHODS.get(one.method, one.method))
            for one in results
        ],
        "moves": list(CompanyMove.objects.filter(slug=slug).order_by("-started_at")[:SHOWN]),
        "events": [(day(one.at), EVENTS.get(one.action, one.action), one.actor_name) for one in events],
    }


def _inside(company: Tenant) -> dict[str, Any]:
    """Return what is counted in the company's own tables; nothing while its database is away."""
    try:
        months, failed = rows_by_month(company), failed_jobs(company)
    except (DatabaseError, ConnectionDoesNotExist):
        return {}
    kinds = [kind for kind in KINDS if any(kind in rows for rows in months.values())]
    return {
        "kinds": [KINDS[kind] for kind in kinds],
        "months": [
            (date_format(month, "YEAR_MONTH_FORMAT"), [f"{rows[kind]:,}" if kind in rows else NONE for kind in kinds])
            for month, rows in months.items()
        ],
        "failed": [(_kind_of_job(kind), count, day(last)) for kind, count, last in failed],
    }


def _kind_of_job(kind: str) -> str:
    return kind if kind in settings.JOB_RUNNERS else gettext("unknown")
