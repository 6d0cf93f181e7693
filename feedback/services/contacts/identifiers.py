"""Identifiers in the one form by which they are compared: how somebody typed them does not matter.

Hashes of these forms are stored, in merges and in images of rows that were replaced too. So a form may only be given to
what had another one for itself before, never to what others share: two persons must not become one by an upgrade.
"""

import re
import unicodedata

PHONE = "phone"
_BLANKS = re.compile(r"\s+")
_DASHES = "\u2010-\u2015\u2212"
_DIALLED = re.compile(rf"\(?\+?\(?[0-9][0-9\s().\-{_DASHES}]{{4,}}")
_CHINA = ("+86", "0086", "86")
_MOBILE_DIGITS = 11
_ABROAD = "00"
_FEWEST_ABROAD = 10
_TRUNK = "(0)"  # which one dials within a country only: +44 (0)20 ...


def normalised(kind: str, value: str) -> str:
    """Return the form of an identifier that is hashed: no blanks, small letters; of a phone, its digits.

    Mobile numbers of China go without the country's code, numbers abroad begin with "+". Which country a number
    without a code belongs to cannot be told: it stays as it was sent.

    >>> normalised("email", " Ann@Example.com")
    'ann@example.com'
    >>> normalised("phone", "+86 138-0013-8000"), normalised("phone", "(+86) 138 0013 8000")
    ('13800138000', '13800138000')
    >>> normalised("phone", "0044 20 7946 0958"), normalised("phone", "+44 (0)20 7946 0958")
    ('+442079460958', '+442079460958')
    >>> normalised("phone", "020 7946 0958")
    '02079460958'
    """
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", value)).lower()
    return _dialled(plain) if kind == PHONE else plain


def normal_forms(value: str) -> set[str]:
    """Return the forms that an identifier of an unknown kind may have been hashed in."""
    return {normalised("", value), normalised(PHONE, value), _dialled_before(value)} - {""}


def looks_dialled(value: str) -> bool:
    """Return whether an identifier is a phone number by its looks: five digits or more, and no letters."""
    return _DIALLED.fullmatch(value.strip()) is not None


def _dialled(plain: str) -> str:
    if not looks_dialled(plain):
        return plain
    has_country = plain.lstrip("(").startswith(("+", _ABROAD))
    digits = _without_china(re.sub(r"[^0-9+]", "", plain.replace(_TRUNK, "") if has_country else plain))
    is_abroad = digits.startswith(_ABROAD) and len(digits) >= len(_ABROAD) + _FEWEST_ABROAD
    return "+" + digits.removeprefix(_ABROAD) if is_abroad else digits


def _without_china(digits: str) -> str:
    for prefix in _CHINA:
        rest = digits.removeprefix(prefix)
        if rest != digits and len(rest) == _MOBILE_DIGITS and rest.startswith("1"):
            return rest
    return digits


def _dialled_before(value: str) -> str:
    """Return the form that a phone number had in hashes that were stored before numbers abroad began with "+"."""
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", value))
    return _without_china(re.sub(r"[^0-9+]", "", plain)) if looks_dialled(plain) else ""
