"""Contacts stored before there was encryption, or by a process of the version before: encrypted a part at a time."""

from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import connection, transaction

from feedback.models import CustomerIdentity
from feedback.services.contacts.reading import box_of
from feedback.services.contacts.secrets import CompanySecret, company_secret

AT_ONCE = 1_000
_PLAIN_IMAGES = (
    "SELECT id, fact_id, row -> 'identities' FROM feedback_superseded WHERE kind = 'customers' AND EXISTS ("
    "SELECT FROM jsonb_each(COALESCE(row -> 'identities', '{}'::jsonb)) e "
    "WHERE jsonb_typeof(e.value) = 'string' OR jsonb_exists(e.value, 'value')) LIMIT %s"
)
_REPLACE_IMAGE = "UPDATE feedback_superseded SET row = jsonb_set(row, '{identities}', %s::jsonb) WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many identifiers, and images of customers, were encrypted."""

    identities: int
    images: int


def seal_plain() -> Sealed:
    """Encrypt every identifier of the current company that is still stored as it was reported.

    The identifiers read and are found as before. Doing it again does nothing; each part is a transaction.
    """
    return Sealed(identities=_repeated(_seal_identities), images=_repeated(_seal_images))


def _repeated(part: Any) -> int:
    done = 0
    while count := part():
        done += count
    return done


@transaction.atomic
def _seal_identities() -> int:
    rows = list(CustomerIdentity.objects.exclude(value="").select_for_update().order_by("customer", "kind")[:AT_ONCE])
    if not rows:
        return 0
    secret = company_secret()
    for row in rows:
        row.value_hash, row.sealed = _sealed(secret, row.customer_id, row.kind, row.value)
        row.value = ""
    CustomerIdentity.objects.bulk_update(rows, ["value", "value_hash", "sealed"])
    return len(rows)


@transaction.atomic
def _seal_images() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN_IMAGES, [AT_ONCE])
        rows = cursor.fetchall()
        secret = company_secret() if rows else None
        for image, customer, document in rows:
            identities = msgspec.json.decode(document) if isinstance(document, str) else document
            fresh = {kind: _image(secret, customer, kind, held) for kind, held in identities.items()}
            cursor.execute(_REPLACE_IMAGE, [msgspec.json.encode(fresh).decode(), image])
    return len(rows)


def _image(secret: CompanySecret | None, customer: Any, kind: str, held: Any) -> dict[str, str]:
    plain = held if isinstance(held, str) else held.get("value")
    if not plain or secret is None:
        return dict(held)
    found, sealed = _sealed(secret, customer, kind, plain)
    return {"hash": found, "sealed": sealed}


def _sealed(secret: CompanySecret, customer: Any, kind: str, value: str) -> tuple[str, str]:
    return secret.hash(kind, value), box_of(customer, secret=secret).seal(value, kind=kind)
