"""Do something to a company: ask first, call the service, say what became of it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tenants.access import Refusal
from tenants.admin.acts import ACTS, Act
from tenants.admin.company import address_of, company_of
from tenants.admin.guard import actor_of
from tenants.models.tenant import Tenant
from tenants.tasks import migrate_again, send_soon
from tenants.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def act_page(request: HttpRequest, slug: str, code: str, *, site: Any) -> HttpResponse:
    """Ask whether and how something is to be done to a company, and do it when the answer is sent."""
    company, act = company_of(slug), ACTS.get(code)
    if act is None:
        raise Http404
    if not act.is_possible(company):  # it was done in another window, perhaps by a second click
        return HttpResponseRedirect(reverse("admin:company", args=[slug]))
    if request.method != "POST":
        return _asking(request, site, company, act, act.form(company=company))
    form = act.form(request.POST, company=company)
    if form.is_valid():
        try:
            said, token = act.do(company, form.cleaned_data, actor_of(request))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, sentence(str(refusal)))
        else:
            return _entered(request, site, company, token) if token else _done(slug, said)
    return _asking(request, site, company, act, form)


@require_http_methods(["POST"])
def retry_migrations(request: HttpRequest) -> HttpResponse:
    """Have a worker migrate the companies that failed, or were not tried, the last time."""
    send_soon(migrate_again, slug="")
    return HttpResponseRedirect(f"{reverse('admin:tenants_migrationresult_changelist')}?said=migrating")


def _asking(request: HttpRequest, site: Any, company: Tenant, act: Act, form: forms.Form) -> HttpResponse:
    given = {**site.each_context(request), "title": act.words, "company": company, "act": act, "form": form}
    return TemplateResponse(request, "operator/act.html", given)


def _done(slug: str, said: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:company', args=[slug])}?said={said}")


def _entered(request: HttpRequest, site: Any, company: Tenant, token: str) -> HttpResponse:
    """Answer the key of an entry, here and never again."""
    address = address_of(request, company)
    given = {**site.each_context(request), "company": company, "token": token, "address": address}
    return TemplateResponse(request, "operator/entered.html", given | {"title": ACTS["enter"].words})
