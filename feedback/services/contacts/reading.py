"""Contacts as they were reported: for whoever may see them, and for the person they are of."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from feedback.models import CustomerIdentity, PersonKey
from feedback.services.contacts.boxes import Box, Unreadable, new_box, unwrap, wrap
from feedback.services.contacts.secrets import CompanySecret, company_secret
from tenants.models.ids import uuid7

_MAKE = (
    "INSERT INTO feedback_personkey (id, customer_id, wrapped) VALUES (%s, %s, %s) ON CONFLICT (customer_id) DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Contact:
    """An identifier of a customer, as it was reported."""

    customer: UUID
    kind: str
    value: str


def boxes_of(customers: Iterable[UUID], *, secret: CompanySecret | None = None) -> dict[UUID, Box]:
    """Return the boxes of those customers who have a key; one query, whatever their number."""
    found = dict(PersonKey.objects.filter(customer__in=list(customers)).values_list("customer_id", "wrapped"))
    if not found:
        return {}
    company = (secret or company_secret()).box
    return {customer: unwrap(wrapped, company=company) for customer, wrapped in found.items()}


def box_of(customer: UUID, *, secret: CompanySecret) -> Box:
    """Return the box of a customer, who is given a key on first use."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, [uuid7(), customer, wrap(new_box(), company=secret.box)])
    return boxes_of([customer], secret=secret)[customer]


def opened(identity: CustomerIdentity, boxes: dict[UUID, Box]) -> str | None:
    """Return an identifier as it was reported, or None where its key is gone or of another installation."""
    if identity.value:
        return str(identity.value)  # from before there was encryption; the next night's work encrypts it
    box = boxes.get(identity.customer_id)
    if box is None or not identity.sealed:
        return None
    try:
        return box.open(identity.sealed, kind=identity.kind)
    except Unreadable:
        return None


def contacts_of(customers: Iterable[UUID]) -> list[Contact]:
    """Return what can be read of the identifiers of some customers, by customer and kind."""
    wanted = list(customers)
    boxes = boxes_of(wanted)
    rows = CustomerIdentity.objects.filter(customer__in=wanted).order_by("customer", "kind")
    found = ((row, opened(row, boxes)) for row in rows)
    return [Contact(row.customer_id, row.kind, value) for row, value in found if value is not None]
