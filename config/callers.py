"""Which request this is and where it comes from, told by its headers."""

from __future__ import annotations

import re
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from tenants.access import RequestInfo
from tenants.models.ids import uuid7

HEADER = "X-Request-Id"
PEER = "REMOTE_ADDR"
LONGEST_USER_AGENT = 200
# Only hexadecimal ids are taken over: no name, token or text can hide in one.
_GIVEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def described(request: HttpRequest) -> RequestInfo:
    """Return what is told of a request elsewhere. A caller's own id is kept when it is a UUID or 32 hex digits."""
    given = request.headers.get(HEADER, "").strip()
    return RequestInfo(
        id=given.lower() if _GIVEN.fullmatch(given) else str(uuid7()),
        address=address_of(request),
        user_agent=printable(request.headers.get("User-Agent", ""))[:LONGEST_USER_AGENT],
    )


def address_of(request: HttpRequest) -> str:
    """Return the caller's network address, or "" when it has none.

    Only as many entries of X-Forwarded-For are believed as there are proxies of ours: the rest is what anybody wrote.
    """
    seen = [request.META.get(PEER, "")]
    if settings.TRUSTED_PROXIES:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")
        seen = [*forwarded, *seen][-settings.TRUSTED_PROXIES - 1 :]
    try:
        return str(ip_address(seen[0].strip()))
    except ValueError:
        return ""


def printable(text: str) -> str:
    """Return a text of a header without what could break a line of a log or not be stored."""
    return "".join(letter for letter in text if letter.isprintable())
