"""Consent for each purpose: what people record, and what holds now."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from feedback.models import Consent, Customer
from feedback.services.contacts.consent_words import LONGEST_PURPOSE
from tenants.access import Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit


class BadConsent(Refusal):
    """A purpose or a customer that consent cannot be noted for."""


@transaction.atomic
def record_consent(
    *, actor: Actor, customer: str, purpose: str, is_given: bool, now: datetime, at: datetime | None = None,
    source: str = "",
) -> Consent:  # fmt: skip
    """Add a line to the history of a customer's consent, named by external id, and return it.

    Raises BadConsent for an unknown customer, an empty purpose and a moment to come.
    """
    found = Customer.objects.filter(external_id=customer, erased_at=None).first()
    if found is None:
        raise BadConsent(_("There is no such customer."), field="customer")
    wanted = purpose.strip().lower()
    if not wanted or len(wanted) > LONGEST_PURPOSE:
        raise BadConsent(_("Name a purpose, in at most 100 characters."), field="purpose")
    if at is not None and at > now:
        raise BadConsent(_("Consent cannot be noted for a time to come."), field="at")
    line: Consent = Consent.objects.create(
        customer=found, purpose=wanted, is_given=is_given, at=at or now, source=(source.strip() or actor.name)[:100]
    )
    told = {"purpose": wanted, "is_given": is_given}
    subject = Subject("customer", id=str(found.pk))
    record(actor=actor, action="consent.recorded", subject=subject, after=told)
    emit(event="consent.recorded", subject=subject, data={"purpose": wanted, "isGiven": is_given})
    return line


def consents_now(customers: QuerySet[Customer]) -> QuerySet[Consent]:
    """Return, for some customers, the line of each purpose that holds now: the latest."""
    lines: QuerySet[Consent] = Consent.objects.filter(customer__in=customers.values("pk"))
    return lines.order_by("customer", "purpose", "-at", "-recorded_at", "-pk").distinct("customer", "purpose")
