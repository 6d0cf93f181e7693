"""Lists of what was done to companies: set-ups, migrations, proofs of deletion."""

from typing import Any, ClassVar, override

from django.contrib.admin import display
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tenants.admin.cells import day
from tenants.admin.labels import METHODS, MIGRATION_STATES, RUN_STATES, badge
from tenants.admin.lists import CodesFilter, ReadOnlyList
from tenants.models.certificate import DeletionCertificate
from tenants.models.fleet import MigrationResult
from tenants.models.provisioning import ProvisioningRun
from tenants.services.certificates import broken_certificates


class SetUpAdmin(ReadOnlyList):
    """Set-ups of companies, the newest first."""

    title = _("Set-ups")
    list_display: ClassVar[tuple[str, ...]] = ("whose", "how", "done_steps", "took", "begun", "asked_by")
    search_fields: ClassVar[tuple[str, ...]] = ("slug",)
    list_filter: ClassVar[tuple[Any, ...]] = (("state", CodesFilter),)
    ordering: ClassVar[tuple[str, ...]] = ("-id",)

    @display(description=_("Company"), ordering="slug")
    def whose(self, run: ProvisioningRun) -> SafeString:
        """Return the slug, and the way to the steps."""
        return format_html('<a class="hb-link" href="{}">{}</a>', reverse("admin:set_up", args=[run.pk]), run.slug)

    @display(description=_("State"), ordering="state")
    def how(self, run: ProvisioningRun) -> SafeString:
        """Return how it stands."""
        return badge(run.state, RUN_STATES[run.state])

    @display(description=_("Steps done"))
    def done_steps(self, run: ProvisioningRun) -> int:
        """Return how many steps are done."""
        return len(run.steps)

    @display(description=_("Seconds"), ordering="seconds")
    def took(self, run: ProvisioningRun) -> str:
        """Return how long its steps took."""
        return f"{run.seconds:.2f}"

    @display(description=_("Begun"), ordering="created_at")
    def begun(self, run: ProvisioningRun) -> str:
        """Return when it was asked for."""
        return day(run.created_at or run.finished_at)

    @display(description=_("Asked for by"))
    def asked_by(self, run: ProvisioningRun) -> str:
        """Return who of the operator asked for it."""
        return run.requested_by


class MigrationAdmin(ReadOnlyList):
    """What became of each company when its tables were brought up to date, the newest first."""

    title = _("Migrations")
    list_display: ClassVar[tuple[str, ...]] = ("whose", "how", "count", "by", "tries", "took", "ended", "why")
    search_fields: ClassVar[tuple[str, ...]] = ("slug",)
    list_filter: ClassVar[tuple[Any, ...]] = (("state", CodesFilter),)
    ordering: ClassVar[tuple[str, ...]] = ("-finished_at", "-id")

    @override
    def heads(self, request: HttpRequest) -> dict[str, Any]:
        return {"retried": reverse("admin:retry_migrations")}

    @display(description=_("Company"), ordering="slug")
    def whose(self, result: MigrationResult) -> SafeString:
        """Return the slug, and the way to the company."""
        return format_html(
            '<a class="hb-link" href="{}">{}</a>', reverse("admin:company", args=[result.slug]), result.slug
        )

    @display(description=_("State"), ordering="state")
    def how(self, result: MigrationResult) -> SafeString:
        """Return how it ended."""
        return badge(result.state, MIGRATION_STATES[result.state])

    @display(description=_("Migrations"))
    def count(self, result: MigrationResult) -> int:
        """Return how many were run."""
        return result.migrations

    @display(description=_("How"))
    def by(self, result: MigrationResult) -> object:
        """Return whether they were replayed."""
        return METHODS.get(result.method, result.method)

    @display(description=_("Tries"))
    def tries(self, result: MigrationResult) -> int:
        """Return how often it was tried."""
        return result.attempts

    @display(description=_("Seconds"), ordering="seconds")
    def took(self, result: MigrationResult) -> str:
        """Return how long it took."""
        return f"{result.seconds:.2f}"

    @display(description=_("Ended"), ordering="finished_at")
    def ended(self, result: MigrationResult) -> str:
        """Return when it ended."""
        return day(result.finished_at)

    @display(description=_("Why not"))
    def why(self, result: MigrationResult) -> str:
        """Return why it failed: what PostgreSQL said of tables and columns."""
        return result.error[:200]


class CertificateAdmin(ReadOnlyList):
    """Proofs that companies were deleted."""

    title = _("Deletion certificates")
    list_display: ClassVar[tuple[str, ...]] = ("number_shown", "whose", "made", "hashed")
    search_fields: ClassVar[tuple[str, ...]] = ("slug",)
    ordering: ClassVar[tuple[str, ...]] = ("-number",)

    @override
    def heads(self, request: HttpRequest) -> dict[str, Any]:
        return {"chain": broken_certificates()}

    @display(description=_("Number"), ordering="number")
    def number_shown(self, proof: DeletionCertificate) -> SafeString:
        """Return the place in the chain, and the way to the document."""
        address = reverse("admin:certificate", args=[proof.number])
        return format_html('<a class="hb-link" href="{}">{}</a>', address, proof.number)

    @display(description=_("Company"), ordering="slug")
    def whose(self, proof: DeletionCertificate) -> str:
        """Return the slug that the company had."""
        return proof.slug

    @display(description=_("Deleted on"), ordering="created_at")
    def made(self, proof: DeletionCertificate) -> str:
        """Return when it was deleted."""
        return day(proof.created_at)

    @display(description=_("Hash"))
    def hashed(self, proof: DeletionCertificate) -> SafeString:
        """Return the beginning of the hash."""
        return format_html("<code>{}…</code>", proof.hash[:16])


def certificate_page(request: HttpRequest, number: int, *, site: Any) -> HttpResponse:
    """Answer a proof of deletion: which tables there were, with counts and checksums."""
    proof = DeletionCertificate.objects.filter(number=number).first()
    if proof is None:
        raise Http404
    document = proof.document
    given = {
        **site.each_context(request),
        "title": proof.slug,
        "proof": proof,
        "document": document,
        "tables": sorted(document.get("tables", {}).items()),
        "made": day(proof.created_at),
        "broken": broken_certificates(),
    }
    return TemplateResponse(request, "operator/certificate.html", given)
