"""The secret of a company: wraps the keys of its customers and makes the hashes by which identifiers are found."""

import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from feedback.models import CompanyKey
from feedback.services.contacts.boxes import KEY_BYTES, Box, Unreadable
from feedback.services.contacts.identifiers import normal_forms, normalised
from tenants.hooks.services.sealing import UnreadableSecret, seal, unseal
from tenants.models.ids import uuid7

CONTACTS = "contacts"
_MAKE = "INSERT INTO feedback_companykey (id, name, sealed) VALUES (%s, %s, %s) ON CONFLICT (name) DO NOTHING"


@dataclass(frozen=True, slots=True)
class CompanySecret:
    """The box that wraps persons' keys, and the key of the hashes."""

    box: Box
    hashing: bytes

    @property
    def lineage(self) -> str:
        """Name of the secret that tells nothing of it; a company and its copies have the same."""
        return hashlib.sha256(b"huibao lineage" + self.hashing).hexdigest()

    def hash(self, kind: str, value: str) -> str:
        """Return the hash by which an identifier of a kind is found, however it was typed."""
        return hmac.digest(self.hashing, normalised(kind, value).encode(), "sha256").hex()

    def hashes(self, value: str) -> set[str]:
        """Return the hashes that an identifier of an unknown kind may be found by."""
        return {hmac.digest(self.hashing, form.encode(), "sha256").hex() for form in normal_forms(value)}

    def sign(self, text: str) -> str:
        """Return a signature that only this company can make."""
        return hmac.digest(self.hashing, b"huibao receipt\n" + text.encode(), "sha256").hex()


def company_secret() -> CompanySecret:
    """Return the secret of the current company, made on first use. Raises Unreadable after a move without its key."""
    sealed = _stored()
    if sealed is None:
        with connection.cursor() as cursor:  # whoever comes second reads what the first one made
            cursor.execute(_MAKE, [uuid7(), CONTACTS, seal(os.urandom(2 * KEY_BYTES).hex())])
        sealed = _stored()
    return _opened(sealed or "")


def reseal_secret() -> bool:
    """Encrypt the company's secret anew with the installation's present key; False when there is none yet."""
    sealed = _stored()
    if sealed is None:
        return False
    try:
        fresh = seal(unseal(sealed))
    except UnreadableSecret as error:
        raise Unreadable(
            "the contacts were encrypted by another installation: put its SECRET_KEY into SECRET_KEY_FALLBACKS first"
        ) from error
    CompanyKey.objects.filter(name=CONTACTS).update(sealed=fresh)
    return True


def _stored() -> str | None:
    found: str | None = CompanyKey.objects.filter(name=CONTACTS).values_list("sealed", flat=True).first()
    return found


@lru_cache(maxsize=256)
def _opened(sealed: str) -> CompanySecret:
    try:
        raw = bytes.fromhex(unseal(sealed))
    except (UnreadableSecret, ValueError) as error:
        raise Unreadable("the contacts of this company were encrypted by another installation") from error
    return CompanySecret(Box(raw[:KEY_BYTES]), raw[KEY_BYTES:])
