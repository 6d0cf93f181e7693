"""Where we may connect to: only to the public internet, and to the very address that was looked at.

A name is resolved once, all its addresses are judged, and the connection goes to one of those: a name server that
answers otherwise the second time (rebinding) is not asked a second time.
"""

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

PORTS = frozenset({443, 8443})
LONGEST_URL = 2000
# Public by the registry, yet the door to a cloud's own services.
_METADATA = frozenset({ip_address("168.63.129.16")})

type Resolver = Callable[[str, int], Sequence[str]]


class BadAddress(Exception):
    """An address that we do not connect to; the message says why, without telling where a name leads."""


@dataclass(frozen=True, slots=True)
class Place:
    """A parsed address."""

    scheme: str
    host: str
    port: int
    path: str


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host as the system's resolver knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(place[0]) for *_, place in found]


def read_address(url: str, *, open_hosts: frozenset[str]) -> Place:
    """Return the parts of an address; raise BadAddress unless it is plain https on a usual port.

    `open_hosts`, a list for development and for networks that the operator trusts, may have any port and http.
    """
    try:
        if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
            raise BadAddress(f"an address has at most {LONGEST_URL} characters, all of them plain ASCII")
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress("that is not an address") from None
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.scheme not in {"https", "http"} or "@" in parts.netloc or "\\" in url:
        raise BadAddress("an address begins with https:// and a host, without a user name")
    place = Place(
        parts.scheme, host, port or (443 if parts.scheme == "https" else 80), _path_of(parts.path, parts.query)
    )
    if host in open_hosts:
        return place
    if place.scheme != "https":
        raise BadAddress("an address begins with https://")
    if place.port not in PORTS:
        raise BadAddress(f"port {place.port} is not allowed: use {' or '.join(map(str, sorted(PORTS)))}")
    return place


def _path_of(path: str, query: str) -> str:
    return (path or "/") + (f"?{query}" if query else "")


def pinned(place: Place, *, open_hosts: frozenset[str], resolver: Resolver = resolve) -> str:
    """Return the address to connect to. Raises BadAddress when any that the name has is not public."""
    try:
        found = list(resolver(place.host, place.port))
    except (OSError, UnicodeError):
        raise BadAddress("its host is unknown") from None
    if not found:
        raise BadAddress("its host is unknown")
    if place.host not in open_hosts and not all(is_public(one) for one in found):
        raise BadAddress("its host is not on the public internet")
    return found[0]


def is_public(text: str) -> bool:
    """Return whether an IP address belongs to the public internet.

    IPv6 addresses that carry an IPv4 address (mapped, 6to4, Teredo, NAT64) do not.
    """
    try:
        address = ip_address(text.split("%")[0])
    except ValueError:
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address in _METADATA
    return address.is_global and not special
