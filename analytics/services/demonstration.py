"""Example data in a company: whether there are any, and asking for them to be loaded or taken away, as a job."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from analytics.services.requests import requested
from feedback.models import ImportBatch
from tenants.access import Actor, Refusal
from tenants.jobs.models import Job
from tenants.models.tenant import Tenant

WORLDS = {"dining": "hotpot", "ecommerce": "shop"}
SOURCE = "demonstration"
LOAD_KIND, REMOVE_KIND = "load_demonstration", "remove_demonstration"


class CannotLoad(Refusal):
    """Example data cannot be loaded, or taken away, as things stand; the message says why."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What there is of example data in a company."""

    is_available: bool
    is_loaded: bool
    has_own_facts: bool


def demonstration_of(*, company: Tenant) -> Demonstration:
    """Return what there is of example data in the current company."""
    return Demonstration(
        is_available=company.industry in WORLDS,
        is_loaded=example_batches().exists(),
        has_own_facts=has_own_facts(),
    )


def example_batches() -> QuerySet[ImportBatch]:
    """Return the imports of example data that still stand."""
    stand: QuerySet[ImportBatch] = ImportBatch.objects.filter(state=ImportBatch.State.DONE, source=SOURCE)
    return stand.exclude(kind=ImportBatch.Kind.UNITS)


def has_own_facts() -> bool:
    """Return whether facts were taken in that are no example data."""
    stand = ImportBatch.objects.filter(state=ImportBatch.State.DONE, accepted__gt=0)
    return bool(stand.exclude(source=SOURCE).exclude(kind=ImportBatch.Kind.UNITS).exists())


@transaction.atomic
def request_load(*, company: Tenant, actor: Actor, confirm: str = "") -> Job:
    """Return a job that fills the company with the example data of its industry.

    Beside facts of its own it takes the company's slug, typed, as `confirm`. The door that calls this also enqueues the
    job. Raises CannotLoad.
    """
    found = demonstration_of(company=company)
    if not found.is_available:
        raise CannotLoad(_("There are no example data for this industry."))
    if found.is_loaded:
        raise CannotLoad(_("The example data are there already."))
    if found.has_own_facts:
        _require_typed(company, confirm)
    return requested(company, actor, LOAD_KIND, {}, "demonstration.load_requested")


@transaction.atomic
def request_removal(*, company: Tenant, actor: Actor, confirm: str) -> Job:
    """Return a job that takes the example data away; it takes the company's slug, typed, as `confirm`.

    The door that calls this also enqueues the job. Raises CannotLoad.
    """
    if not example_batches().exists():
        raise CannotLoad(_("There are no example data to take away."))
    _require_typed(company, confirm)
    return requested(company, actor, REMOVE_KIND, {}, "demonstration.removal_requested")


def _require_typed(company: Tenant, confirm: str) -> None:
    if confirm.strip() != company.slug:
        raise CannotLoad(_("Type %(slug)s to confirm.") % {"slug": company.slug}, field="confirm")
