"""Codes that an app shows for half a minute (TOTP, RFC 6238), and codes for when the phone is lost."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, SECONDS = 6, 30
# A phone's clock may be wrong by half a minute, either way.
STEPS_BESIDE = 1
RECOVERY_CODES = 10
_RECOVERY_BYTES = 15


def new_secret() -> str:
    """Return a new secret: 160 random bits in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_of(*, secret: str, company: str, email: str) -> str:
    """Return the address that apps read from a square code."""
    label = f"{quote(company)}:{quote(email)}"
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': company})}"


def step_of(code: str, *, secret: str, as_of: datetime, after: int) -> int | None:
    """Return the half minute, later than `after`, that a code is of; None when it is of none near `as_of`."""
    totp = TOTP(base64.b32decode(secret), DIGITS, SHA1(), SECONDS)  # noqa: S303  what every app computes
    now, found = int(as_of.timestamp()) // SECONDS, None
    for step in range(now - STEPS_BESIDE, now + STEPS_BESIDE + 1):
        # All are compared, so that the time an answer takes tells nothing.
        if hmac.compare_digest(totp.generate(step * SECONDS), code.encode()) and step > after:
            found = step
    return found


def new_recovery_codes() -> list[str]:
    """Return codes of 120 random bits each, written in six groups: no slow hash would add to so much."""
    return [_grouped(base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode()) for _ in range(RECOVERY_CODES)]


def bare(code: str) -> str:
    """Return a code as it is compared: without blanks and hyphens, in capitals."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _grouped(code: str) -> str:
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
