"""Whether the word of a provider is good: its signature, for whom it is, by whom, how old, and which question's answer.

Rules of OpenID Connect Core 1.0, section 3.1.3.7.
"""

from datetime import datetime
from typing import Any

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from tenants.access import Refusal
from tenants.members.services.sso.discovery import keys_of

# Signatures that only the provider can make: no "none", and no secret that both sides know.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA"]
CLOCKS_APART = 60
OLDEST_SECONDS = 3600


class BadAnswer(Refusal):
    """A provider's answer is not good: not signed by it, not for us, not fresh, or not an answer to what was asked."""


def read_token(
    text: object, *, about: dict[str, Any], issuer: str, client_id: str, nonce: str, as_of: datetime
) -> dict[str, Any]:
    """Return what a provider says of a person. Raises BadAnswer, and ProviderAway when its keys cannot be had."""
    if not isinstance(text, str) or not text.isascii():
        raise bad_answer()
    claims = _signed(text, about)
    _require_ours(claims, issuer=issuer, client_id=client_id)
    _require_fresh(claims, int(as_of.timestamp()))
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise bad_answer()
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255 or "\0" in subject:
        raise bad_answer()
    return claims


def _signed(text: str, about: dict[str, Any]) -> dict[str, Any]:
    """Return the claims of a signed token; keys that are not known are asked for once more."""
    for anew in (False, True):
        try:
            # OpenID providers may publish keys for other ends too; joserfc takes the one that the token names.
            keys = KeySet.import_key_set(keys_of(about, anew=anew))  # type: ignore[arg-type]  # checked in there
            return jwt.decode(text, keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            if anew:
                raise bad_answer() from error
    raise bad_answer()


def _require_ours(claims: dict[str, Any], *, issuer: str, client_id: str) -> None:
    audience = claims.get("aud")
    meant = audience if isinstance(audience, list) else [audience]
    # A token for several must say that it was given to us.
    given_to = claims.get("azp", client_id if len(meant) == 1 else None)
    if claims.get("iss") != issuer or client_id not in meant or given_to != client_id:
        raise bad_answer()


def _require_fresh(claims: dict[str, Any], now: int) -> None:
    ends, made, begins = _moment(claims.get("exp")), _moment(claims.get("iat")), _moment(claims.get("nbf", 0))
    is_over = ends + CLOCKS_APART <= now or now - OLDEST_SECONDS > made
    if is_over or made - CLOCKS_APART > now or begins - CLOCKS_APART > now:
        raise bad_answer()


def _moment(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise bad_answer()
    return value


def bad_answer() -> BadAnswer:
    """Return the one refusal of every answer that is not good: what is wrong helps only who made it so."""
    return BadAnswer(_("the answer of your account's provider is not good: try again"))
