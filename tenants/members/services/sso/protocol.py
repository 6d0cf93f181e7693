"""The way to the provider and back: what is asked, and what account its answer proves."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from tenants.hooks.services.sealing import unseal
from tenants.members.models import SsoConnection
from tenants.members.services.sso import wire
from tenants.members.services.sso.discovery import provider_of
from tenants.members.services.sso.strength import tells_two_factors
from tenants.members.services.sso.tokens import BadAnswer, bad_answer, read_token

__all__ = ["Account", "BadAnswer", "begin", "complete"]

CALLBACK = "/auth/sso/callback"
PURPOSE = b"huibao sso"
SCOPE = "openid email profile"


@dataclass(frozen=True, slots=True)
class Account:
    """An account at a provider, as the provider swears; `email` is empty unless it was verified.

    `proves_two` says that the provider asked the person for two factors.
    """

    issuer: str
    subject: str
    email: str
    name: str
    proves_two: bool = False


def begin(connection: SsoConnection, *, origin: str) -> tuple[str, dict[str, str]]:
    """Return where to send the browser, and what to remember in its session until it comes back.

    `state` ties the answer to this browser, `nonce` the token to this question, the verifier of PKCE the code to us.
    Raises ProviderAway.
    """
    about = provider_of(connection.issuer)
    asked = {"state": secrets.token_urlsafe(32), "nonce": secrets.token_urlsafe(32), "issuer": connection.issuer}
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    fields = {
        "response_type": "code",
        "client_id": connection.client_id,
        "redirect_uri": origin + CALLBACK,
        "scope": SCOPE,
        "state": asked["state"],
        "nonce": asked["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = about["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(fields)}", asked | {"verifier": verifier}


def complete(
    connection: SsoConnection, *, asked: Mapping[str, str], code: str, named: str, origin: str, as_of: datetime
) -> Account:
    """Return the account that the browser's answer proves. Raises BadAnswer, ProviderAway.

    `named` is the issuer that the answer names (RFC 9207), empty when it names none.
    """
    if asked["issuer"] != connection.issuer or named not in {"", connection.issuer}:
        raise bad_answer()
    about = provider_of(connection.issuer)
    given = _redeemed(connection, about, code=code, verifier=asked["verifier"], origin=origin)
    claims = read_token(
        given.get("id_token"), about=about, issuer=connection.issuer, client_id=connection.client_id,
        nonce=asked["nonce"], as_of=as_of,
    )  # fmt: skip
    return _account(connection, _with_email(claims, about, given))


def _redeemed(
    connection: SsoConnection, about: dict[str, Any], *, code: str, verifier: str, origin: str
) -> dict[str, Any]:
    """Return what the provider gives for a code."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": origin + CALLBACK,
        "code_verifier": verifier,
        "client_id": connection.client_id,
    }
    secret = unseal(connection.sealed_client_secret, purpose=PURPOSE)
    methods = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    headers = {}
    if secret and "client_secret_basic" in methods:
        pair = f"{quote(connection.client_id, safe='')}:{quote(secret, safe='')}"
        headers["authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    elif secret:
        fields["client_secret"] = secret
    return wire.post(about["token_endpoint"], fields=fields, headers=headers)


def _with_email(claims: dict[str, Any], about: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """Return the claims with the address that some providers tell only when asked for it, of the same account."""
    address, token = about.get("userinfo_endpoint"), given.get("access_token")
    if "email" in claims or not isinstance(address, str) or not isinstance(token, str) or not token.isascii():
        return claims
    told = wire.get(address, token=token)
    if told.get("sub") != claims["sub"]:
        raise bad_answer()
    return {name: told[name] for name in ("email", "email_verified", "name") if name in told} | claims


def _account(connection: SsoConnection, claims: dict[str, Any]) -> Account:
    word = claims.get("email_verified")
    is_sworn = word is True or word == "true"  # some providers write it as a text
    # Of one that says nothing the company may vouch itself; what a provider says is not verified never counts.
    is_vouched = connection.trusts_addresses and "email_verified" not in claims
    email = _text(claims.get("email")).lower() if is_sworn or is_vouched else ""
    return Account(
        issuer=connection.issuer,
        subject=claims["sub"],
        email=email,
        name=_text(claims.get("name"))[:200],
        proves_two=tells_two_factors(claims),
    )


def _text(value: object) -> str:
    """Return a text that the database can hold, without blanks around it; empty when it is none."""
    is_plain = isinstance(value, str) and not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)
    return str(value).strip() if is_plain else ""
