"""Set up a company: the form, the look whether its slug is free, and the steps as they are done."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants.access import Refusal
from tenants.admin.founding_form import CURRENCIES, NewCompanyForm, slug_refusal, taken, zones
from tenants.admin.guard import actor_of
from tenants.admin.labels import INDUSTRIES
from tenants.models.provisioning import ProvisioningRun
from tenants.models.tenant import Tenant
from tenants.selectors.companies import base_host
from tenants.services.onboarding import BadCompany, begin_company
from tenants.tasks import go_on_founding, send_soon
from tenants.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def new_company(request: HttpRequest, *, site: Any) -> HttpResponse:
    """Ask about a company that is to be, and begin to set it up; a form that is sent twice makes one company."""
    form = NewCompanyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            done = begin_company(**given, origin=_origin(request, given["slug"]), by=actor_of(request).name)
        except BadCompany as refusal:
            is_taken = Tenant.objects.filter(slug=given["slug"]).exists()
            form.add_error("slug" if is_taken else None, taken(given["slug"]) if is_taken else sentence(str(refusal)))
        except Refusal as refusal:
            form.add_error(None, sentence(str(refusal)))
        else:
            if done.run is None:
                return HttpResponseRedirect(reverse("admin:company", args=[done.company.slug]))
            if done.run.state != ProvisioningRun.State.DONE:
                send_soon(go_on_founding, slug=done.company.slug)
            return HttpResponseRedirect(reverse("admin:set_up", args=[done.run.pk]))
    given = {
        **site.each_context(request),
        "title": gettext("New company"),
        "form": form,
        "base": host_below(request),
        "zones": zones(),
        "currencies": CURRENCIES,
        "demo_industries": " ".join(settings.DEMO_INDUSTRIES),
        "previews": [(code, words, _preview(code)) for code, words in INDUSTRIES.items()],
    }
    return TemplateResponse(request, "operator/new.html", given)


@require_safe
def slug_state(request: HttpRequest) -> HttpResponse:
    """Say whether a slug can be had, while it is typed."""
    slug = request.GET.get("slug", "").replace("\0", "")[:100]
    refusal = slug_refusal(slug) if slug.strip() else ""
    host = f"{slug.strip().lower()}.{host_below(request)}"
    return JsonResponse({"is_free": not refusal and bool(slug.strip()), "words": refusal, "host": host})


@require_POST
def retry_set_up(request: HttpRequest, run: UUID) -> HttpResponse:
    """Have a worker go on with a set-up that failed."""
    found = run_of(run)
    if Tenant.objects.filter(slug=found.slug).exists():
        send_soon(go_on_founding, slug=found.slug)
    return HttpResponseRedirect(f"{reverse('admin:set_up', args=[run])}?said=going_on")


def run_of(run: UUID) -> ProvisioningRun:
    """Return a set-up. Raises Http404."""
    found: ProvisioningRun | None = ProvisioningRun.objects.filter(pk=run).first()
    if found is None:
        raise Http404
    return found


def host_below(request: HttpRequest) -> str:
    """Return the part of hosts that companies share, with the port that was asked."""
    _host, colon, port = request.get_host().partition(":")
    return f"{base_host()}{colon}{port}"


def _origin(request: HttpRequest, slug: str) -> str:
    return f"{request.scheme}://{slug}.{host_below(request)}"


def _preview(industry: str) -> list[dict[str, object]]:
    """Return what a company of an industry begins with, in the language of the page."""
    is_chinese = (get_language() or "").startswith("zh")
    journeys = import_string(settings.BLUEPRINT_PREVIEW)(industry)
    return [
        {
            "name": chinese if is_chinese else english,
            "stages": len(stages),
            "touchpoints": sum(map(len, stages)),
            "names": [pair[0] if is_chinese else pair[1] for stage in stages for pair in stage],
        }
        for chinese, english, stages in journeys
    ]
