"""Identifiers in the one form by which they are compared: how somebody typed them does not matter."""

import re
import unicodedata

PHONE = "phone"
_BLANKS = re.compile(r"\s+")
_DIALLED = re.compile(r"[+(]?[0-9][0-9\s().\-]{4,}")
_CHINA = ("+86", "0086", "86")
_MOBILE_DIGITS = 11


def normalised(kind: str, value: str) -> str:
    """Return the form of an identifier that is hashed: no blanks, small letters; of a phone, its digits.

    >>> normalised("email", " Ann@Example.com")
    'ann@example.com'
    >>> normalised("phone", "+86 138-0013-8000")
    '13800138000'
    """
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", value)).lower()
    return _dialled(plain) if kind == PHONE else plain


def normal_forms(value: str) -> set[str]:
    """Return the forms that an identifier of an unknown kind may have been hashed in."""
    return {normalised("", value), normalised(PHONE, value)} - {""}


def looks_dialled(value: str) -> bool:
    """Return whether an identifier is a phone number by its looks: five digits or more, and no letters."""
    return _DIALLED.fullmatch(value.strip()) is not None


def _dialled(plain: str) -> str:
    if not looks_dialled(plain):
        return plain
    digits = re.sub(r"[^0-9+]", "", plain)
    for prefix in _CHINA:
        rest = digits.removeprefix(prefix)
        if rest != digits and len(rest) == _MOBILE_DIGITS and rest.startswith("1"):
            return rest
    return digits
