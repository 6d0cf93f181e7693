"""Secrets at rest: encrypted with a key made of the installation's secret key, so that a dump alone tells nothing."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes

from tenants.access import Refusal

_PURPOSE = b"huibao webhooks"


class UnreadableSecret(Refusal):
    """A secret was encrypted under another secret key."""


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str | bytes) -> bytes:
    return base64.urlsafe_b64encode(
        hashlib.blake2b(_PURPOSE, key=hashlib.sha512(force_bytes(key)).digest(), digest_size=32).digest()
    )


def seal(text: str) -> str:
    """Return a text encrypted; an empty one stays empty."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Return what was encrypted. Raises UnreadableSecret, as after a restore into another installation."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnreadableSecret("its address or secret was encrypted by another installation: give both again") from None
