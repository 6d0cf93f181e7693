"""Contacts and consents on their way into the staging table: encrypted and hashed before the database sees them."""

from functools import lru_cache

import msgspec

from feedback.channels.columns import Columns
from feedback.services.contacts.boxes import new_box, wrap
from feedback.services.contacts.consent_words import parsed_consent
from feedback.services.contacts.secrets import CompanySecret, company_secret

_JSONB_VERSION = b"\x01"


def sealed_contacts(identities: Columns, count: int) -> Columns:
    """Return the staged columns of identifiers given by kind: `hashes`, `sealed` by kind, and `wrapped`.

    Each row with an identifier brings a key of its own; the merge keeps it for a customer who has none yet.
    """
    rows = list(zip(*identities.values(), strict=True))
    if not any(value for row in rows for value in row):
        return {}
    secret, kinds = company_secret(), list(identities)
    found = [_sealed(secret, kinds, row) for row in rows]
    columns = zip(*found, strict=True)
    return {name: list(column) for name, column in zip(("hashes", "sealed", "wrapped"), columns, strict=True)}


def _sealed(secret: CompanySecret, kinds: list[str], row: tuple[object, ...]) -> tuple[object, object, object]:
    held = {kind: str(value) for kind, value in zip(kinds, row, strict=True) if value is not None and value != ""}
    if not held:
        return None, None, None
    box = new_box()
    hashes = {kind: secret.hash(kind, value) for kind, value in held.items()}
    sealed = {kind: box.seal(value, kind=kind) for kind, value in held.items()}
    return _document(hashes), _document(sealed), wrap(box, company=secret.box)


def staged_consents(texts: list[object] | None, count: int) -> list[object]:
    """Return the staged column of consents, purpose -> given, for the texts of the field `consent`."""
    return [None] * count if texts is None else [_consents(str(text)) if text else None for text in texts]


@lru_cache(maxsize=2**10)
def _consents(text: str) -> bytes:
    return _document(parsed_consent(text))


def _document(value: dict[str, str] | dict[str, bool]) -> bytes:
    return _JSONB_VERSION + msgspec.json.encode(value, order="sorted")
