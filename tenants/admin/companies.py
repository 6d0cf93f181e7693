"""The list of companies, with the health of each in one look."""

from typing import Any, ClassVar, override

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.views import ChangeList

from tenants.admin.cells import NONE, jobs_told, schema_badge, score_age, unmapped_told
from tenants.admin.health import Health, health_of, share_of
from tenants.admin.labels import COUNTED, INDUSTRIES, PLANS, STATUSES, badge, size
from tenants.admin.lists import CodesFilter, ReadOnlyList
from tenants.models.tenant import Tenant


class CompanyList(ChangeList):
    """A page of companies, each with its health."""

    result_list: Any

    @override
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        shown: list[Tenant] = list(self.result_list)
        found = health_of(shown)
        for company in shown:
            company.health = found[company.slug]
        self.result_list = shown


class CompanyAdmin(ReadOnlyList):
    """The list of companies."""

    title = _("Companies")
    list_display: ClassVar[tuple[str, ...]] = (
        "named", "stands", "schema", "scored", "jobs", "used", "unmapped", "ready", "in_industry", "booked",
    )  # fmt: skip
    search_fields: ClassVar[tuple[str, ...]] = ("slug", "name")
    list_filter: ClassVar[tuple[Any, ...]] = tuple((name, CodesFilter) for name in ("status", "plan", "industry"))
    ordering: ClassVar[tuple[str, ...]] = ("slug",)

    @override
    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenant]:
        found: QuerySet[Tenant] = Tenant.objects.filter(kind=Tenant.Kind.COMPANY)
        return found

    @override
    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CompanyList

    @override
    def heads(self, request: HttpRequest) -> dict[str, Any]:
        asked = request.GET.urlencode()
        exported = f"{reverse('admin:companies_csv')}?{asked}" if asked else reverse("admin:companies_csv")
        return {"exported": exported, "fresh": reverse("admin:new_company")}

    @display(description=_("Company"), ordering="slug")
    def named(self, company: Tenant) -> SafeString:
        """Return name, slug and the way to the company's page."""
        address = reverse("admin:company", args=[company.slug])
        return format_html(
            '<a class="hb-link" href="{}">{}</a><div class="hb-quiet">{}</div>', address, company.name, company.slug
        )

    @display(description=_("Status"), ordering="status")
    def stands(self, company: Tenant) -> SafeString:
        """Return where the company is in its life."""
        return badge(company.status, STATUSES[company.status])

    @display(description=_("Schema"))
    def schema(self, company: Tenant) -> SafeString:
        """Return whether its tables are those of this version."""
        return schema_badge(_health(company))

    @display(description=_("Last score"))
    def scored(self, company: Tenant) -> str:
        """Return how long ago it was scored."""
        return score_age(_health(company))

    @display(description=_("Jobs"))
    def jobs(self, company: Tenant) -> SafeString:
        """Return what waits, and what has failed."""
        return jobs_told(_health(company))

    @display(description=_("Size and plan"))
    def used(self, company: Tenant) -> SafeString:
        """Return its size, and how near it is to a limit."""
        health = _health(company)
        nearest = health.fullest
        told = (
            format_html("{} {} %", COUNTED[nearest.counted.value], share_of(nearest))
            if nearest
            else gettext("no limit")
        )
        level = max((one.level for one in health.usage), key=("ok", "soft", "hard").index, default="ok")
        return format_html('{}<div class="hb-quiet hb-level-{}">{}</div>', size(health.measures.bytes), level, told)

    @display(description=_("Unmapped"))
    def unmapped(self, company: Tenant) -> str:
        """Return how many of the codes in use nobody has described."""
        return unmapped_told(_health(company))

    @display(description=_("Ready"))
    def ready(self, company: Tenant) -> SafeString | str:
        """Return how many points of the readiness list are met."""
        health = _health(company)
        if not health.checks:
            return NONE
        colour = "success" if health.met == len(health.checks) else "plain"
        return badge("", f"{health.met}/{len(health.checks)}", colour=colour)

    @display(description=_("Industry"), ordering="industry")
    def in_industry(self, company: Tenant) -> object:
        """Return the industry it started from."""
        return INDUSTRIES[company.industry]

    @display(description=_("Plan"), ordering="plan")
    def booked(self, company: Tenant) -> object:
        """Return what it has booked."""
        return PLANS[company.plan]


def _health(company: Tenant) -> Health:
    found: Health = company.health  # set by CompanyList
    return found
