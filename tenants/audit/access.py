"""What an audited event is about, its one written form, how events are chained, what never is kept. Plain Python."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

FORM = 1
BEGINNING = "0" * 64
HIDDEN = "[not kept]"
# Secrets that were put where none belongs: our keys and webhook secrets, JSON web tokens, bearer headers, hashes.
_SECRETS = re.compile(
    r"hb_[\w-]{8,}|whsec_[\w+/=-]{8,}|eyJ[\w-]{8,}\.[\w-]+\.?[\w-]*|(?i:bearer)\s+\S+|\b(?:argon2\w*|pbkdf2_\w+|md5)\$\S+"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What something was done to: its sort ("journey"), its id, and a name people know it by."""

    kind: str
    id: str = ""
    name: str = ""


def canonical(content: Mapping[str, object]) -> bytes:
    """Return the one way in which an event is written down: JSON in UTF-8, keys sorted, no blanks.

    >>> canonical({"b": 1, "a": "茶"}).decode()
    '{"a":"茶","b":1}'
    """
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of an event's written form, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def chained(previous: str, digest: str) -> str:
    """Return the hash of an event in the chain: SHA-256 of the hash before it and its own digest, both in hex.

    The first event follows BEGINNING.
    """
    return hashlib.sha256(f"{previous}{digest}".encode("ascii")).hexdigest()


def hide_secrets(text: str) -> str:
    """Return a text with what looks like a key, token or hash of a password taken out."""
    return _SECRETS.sub(HIDDEN, text)
