"""The whole installation at a glance: how many companies stand where, what waits, what needs somebody."""

from typing import Any, Final

import redis
from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tenants.admin.cells import day
from tenants.admin.health import health_of, troubles_of
from tenants.admin.labels import MIGRATION_STATES, STATUSES, badge
from tenants.models.fleet import MigrationResult
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Tenant

QUEUE: Final = "celery"  # the name that Celery gives the queue of everything that names none
MOST_LOOKED_AT: Final = 500


@require_safe
def overview(request: HttpRequest, *, site: Any) -> HttpResponse:
    """Answer the overview."""
    given = {
        **site.each_context(request),
        "title": gettext("Overview"),
        "counts": _counts(),
        "waiting": _waiting(),
        "troubles": _troubles(),
        "last_run": _last_run(),
    }
    return TemplateResponse(request, "operator/overview.html", given)


def _counts() -> list[tuple[object, int, str]]:
    """Return how many companies stand where, with the way to each."""
    counted = dict(
        Tenant.objects.filter(kind=Tenant.Kind.COMPANY).order_by().values_list("status").annotate(Count("pk"))
    )
    listed = reverse("admin:tenants_tenant_changelist")
    return [(words, counted.get(code, 0), f"{listed}?status__exact={code}") for code, words in STATUSES.items()]


def _waiting() -> int | None:
    """Return how many messages wait for workers; None when Valkey does not answer."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            return int(client.llen(QUEUE))
    except redis.RedisError:
        return None


def _troubles() -> list[tuple[str, str, str]]:
    """Return name, address and trouble of companies that need somebody, and set-ups that made no company."""
    companies = list(Tenant.objects.filter(kind=Tenant.Kind.COMPANY).order_by("slug")[:MOST_LOOKED_AT])
    health = health_of(companies, with_checks=False)
    found = [
        (company.name, reverse("admin:company", args=[company.slug]), trouble)
        for company in companies
        for trouble in troubles_of(company, health[company.slug])
    ]
    failed = ProvisioningRun.objects.filter(
        state=ProvisioningRun.State.FAILED, slug__in=[one.slug for one in companies]
    )
    return found + [
        (run.slug, reverse("admin:set_up", args=[run.pk]), gettext("its set-up has failed"))
        for run in failed.order_by("-id")[:20]
    ]


def _last_run() -> dict[str, Any] | None:
    """Return what became of companies in the last migration of all; None when there was none."""
    newest = MigrationResult.objects.order_by("-finished_at", "-id").first()
    if newest is None:
        return None
    counted = dict(MigrationResult.objects.filter(run=newest.run).order_by().values_list("state").annotate(Count("pk")))
    states = [(badge(code, words), counted[code]) for code, words in MIGRATION_STATES.items() if code in counted]
    return {"when": day(newest.finished_at), "states": states, "is_whole": set(counted) <= {"done"}}
