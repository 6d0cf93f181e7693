"""The steps of a set-up, followed as they are done."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tenants.admin.company import address_of
from tenants.admin.founding import run_of
from tenants.admin.labels import RUN_STATES, STEPS, badge
from tenants.admin.words import WORDS
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Tenant
from tenants.services.steps import FURTHER_STEPS
from tenants.services.steps import STEPS as USUAL_STEPS
from tenants.wording import sentence


@require_safe
def set_up_page(request: HttpRequest, run: UUID, *, site: Any) -> HttpResponse:
    """Answer the page of a set-up, which follows the steps by itself."""
    found = run_of(run)
    given = {
        **site.each_context(request),
        **_standing(request, found),
        "title": gettext("Set-up of %(slug)s") % {"slug": found.slug},
    }
    return TemplateResponse(request, "operator/set_up.html", given)


@require_safe
def set_up_part(request: HttpRequest, run: UUID) -> HttpResponse:
    """Answer the steps alone, for the page that follows them."""
    return render(request, "operator/steps.html", _standing(request, run_of(run)) | {"w": WORDS})


def _standing(request: HttpRequest, run: ProvisioningRun) -> dict[str, Any]:
    company = Tenant.objects.filter(slug=run.slug).first()
    done = {step["name"]: step["seconds"] for step in run.steps}
    wanted = [
        *USUAL_STEPS,
        *(name for name, asked in zip(FURTHER_STEPS, (run.origin, run.with_demo), strict=True) if asked),
    ]
    names = list(done) if "restored" in done else wanted
    next_one = next((name for name in names if name not in done), "")
    state = run.state
    return {
        "run": run,
        "is_over": state != ProvisioningRun.State.RUNNING,
        "has_failed": state == ProvisioningRun.State.FAILED,
        "can_retry": state == ProvisioningRun.State.FAILED and company is not None,
        "state": badge(state, RUN_STATES[state]),
        "steps": [_step(name, done.get(name), is_next=name == next_one, state=state) for name in names],
        "count": len(done),
        "all": len(names),
        "why": sentence(run.error.partition(": ")[2] or run.error) if run.error else "",
        "company_page": reverse("admin:company", args=[company.slug]) if company else "",
        "address": address_of(request, company) if company else "",
    }


def _step(name: str, seconds: float | None, *, is_next: bool, state: str) -> dict[str, object]:
    """Return a step as the page shows it: what it is called, how it stands, how long it took."""
    standing = "done" if seconds is not None else "waits"
    if is_next and state != ProvisioningRun.State.DONE:
        standing = "failed" if state == ProvisioningRun.State.FAILED else "runs"
    return {"words": STEPS.get(name, name), "standing": standing, "seconds": seconds}
