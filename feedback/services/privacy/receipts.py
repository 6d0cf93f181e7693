"""Proofs of erasure: each hash covers its document and the proof before, and is signed with the company's secret."""

import hashlib
import hmac
import json
from typing import Any

from django.db import connection

from feedback.models import ErasureReceipt
from feedback.services.contacts.secrets import company_secret
from tenants.access import current_schema


def write_receipt(document: dict[str, Any]) -> ErasureReceipt:
    """Store the next receipt of the current company's chain, in the transaction of the erasure."""
    with connection.cursor() as cursor:  # until the commit, so that two erasures do not follow the same one
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{current_schema()}:receipts"])
    last = ErasureReceipt.objects.order_by("-number").first()
    previous = last.hash if last else ""
    found = hash_of(previous, document)
    receipt: ErasureReceipt = ErasureReceipt.objects.create(
        number=last.number + 1 if last else 1,
        document=document,
        previous_hash=previous,
        hash=found,
        signature=company_secret().sign(found),
    )
    return receipt


def hash_of(previous: str, document: dict[str, Any]) -> str:
    """Return the hash of a receipt: SHA-256 of the previous hash and the document as JSON with sorted keys."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def broken_receipts() -> list[int]:
    """Return the numbers of the receipts that were changed or not signed here, or before which one is missing."""
    secret, broken, previous, expected = company_secret(), [], "", 1
    for one in ErasureReceipt.objects.order_by("number").iterator():
        whole = one.hash == hash_of(one.previous_hash, one.document)
        signed = hmac.compare_digest(one.signature, secret.sign(one.hash))
        if not (whole and signed) or one.previous_hash != previous or one.number != expected:
            broken.append(one.number)
        previous, expected = one.hash, one.number + 1
    return broken
