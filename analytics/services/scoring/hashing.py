"""Canonical bytes of figures: equal figures give equal hashes, whoever computed them and when."""

import hashlib
import json


def canonical(value: object) -> bytes:
    """Return the JSON of plain values with sorted keys and no blanks. Raises ValueError on NaN or infinity.

    >>> canonical({"b": 1, "a": [0.5, None]})
    b'{"a":[0.5,null],"b":1}'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest_of(value: object) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def seed_of(digest: str) -> int:
    """Return a seed from 0 to 2^63 - 1 that depends on the inputs alone.

    >>> seed_of("00" * 31 + "ff")
    0
    """
    return int(digest[:16], 16) >> 1
