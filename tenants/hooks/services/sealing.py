"""Secrets at rest: encrypted with a key made of the installation's secret key, so that a dump alone tells nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from tenants.access import Refusal

WEBHOOKS = b"huibao webhooks"


class UnreadableSecret(Refusal):
    """A secret was encrypted under another secret key."""


def _box(purpose: bytes) -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key, purpose)) for key in keys])


def _derived(key: str | bytes, purpose: bytes) -> bytes:
    return base64.urlsafe_b64encode(
        hashlib.blake2b(purpose, key=hashlib.sha512(force_bytes(key)).digest(), digest_size=32).digest()
    )


def seal(text: str, *, purpose: bytes = WEBHOOKS) -> str:
    """Return a text encrypted; an empty one stays empty. What was sealed for one purpose opens for no other."""
    return _box(purpose).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str, *, purpose: bytes = WEBHOOKS) -> str:
    """Return what was encrypted. Raises UnreadableSecret, as after a restore into another installation."""
    if not sealed:
        return ""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret("its address or secret was encrypted by another installation: give both again") from None
