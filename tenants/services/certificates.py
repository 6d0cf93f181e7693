"""Proofs of deletion: each hash covers its document and the proof before."""

import hashlib
import json
from typing import Any

from django.db import connection

from tenants.models.certificate import DeletionCertificate


def certify(*, slug: str, document: dict[str, Any]) -> DeletionCertificate:
    """Store the next certificate of the chain, in the transaction of the deletion."""
    with connection.cursor() as cursor:  # until the commit, so that two deletions do not follow the same one
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('huibao:certificates', 0))")
    last = DeletionCertificate.objects.order_by("-number").first()
    previous = last.hash if last else ""
    certificate: DeletionCertificate = DeletionCertificate.objects.create(
        number=last.number + 1 if last else 1,
        slug=slug,
        document=document,
        previous_hash=previous,
        hash=hash_of(previous, document),
    )
    return certificate


def hash_of(previous: str, document: dict[str, Any]) -> str:
    """Return the hash of a certificate: SHA-256 of the previous hash and the document as JSON with sorted keys."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def broken_certificates() -> list[int]:
    """Return the numbers of the certificates that were changed, or before which one is missing."""
    broken, previous, expected = [], "", 1
    for one in DeletionCertificate.objects.order_by("number").iterator():
        whole = one.hash == hash_of(one.previous_hash, one.document)
        if not whole or one.previous_hash != previous or one.number != expected:
            broken.append(one.number)
        previous, expected = one.hash, one.number + 1
    return broken
