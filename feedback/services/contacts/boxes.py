"""Encryption of contacts: AES-256-GCM, a key for each person, each key wrapped with the company's."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tenants.access import Refusal

KEY_BYTES = 32
_NONCE_BYTES = 12
_WRAPPING = b"huibao person key"


class Unreadable(Refusal):
    """Something was encrypted under another key, or is damaged."""


class Box:
    """One key, ready to encrypt and decrypt short texts."""

    __slots__ = ("_cipher", "key")

    def __init__(self, key: bytes) -> None:
        self.key = key
        self._cipher = AESGCM(key)

    def seal(self, text: str, *, kind: str) -> str:
        """Return a text encrypted; it opens only as the same kind."""
        return _encoded(self._cipher, text.encode(), kind.encode())

    def open(self, sealed: str, *, kind: str) -> str:
        """Return what was encrypted. Raises Unreadable."""
        return _decoded(self._cipher, sealed, kind.encode()).decode()


def new_box() -> Box:
    """Return a box with a key of its own."""
    return Box(os.urandom(KEY_BYTES))


def wrap(box: Box, *, company: Box) -> str:
    """Return a person's key encrypted with the company's."""
    return _encoded(company._cipher, box.key, _WRAPPING)  # noqa: SLF001 - both are of this module


def unwrap(wrapped: str, *, company: Box) -> Box:
    """Return the box of a person. Raises Unreadable."""
    return Box(_decoded(company._cipher, wrapped, _WRAPPING))  # noqa: SLF001 - both are of this module


def _encoded(cipher: AESGCM, content: bytes, about: bytes) -> str:
    nonce = os.urandom(_NONCE_BYTES)
    return urlsafe_b64encode(nonce + cipher.encrypt(nonce, content, about)).decode()


def _decoded(cipher: AESGCM, sealed: str, about: bytes) -> bytes:
    try:
        raw = urlsafe_b64decode(sealed)
        return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], about)
    except (InvalidTag, ValueError) as error:
        raise Unreadable("a contact was encrypted under another key") from error
