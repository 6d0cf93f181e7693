"""What a provider says of itself: its addresses and its keys, remembered for a while for each company."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from tenants.hooks.channels.addresses import BadAddress, read_address
from tenants.members.services.sso import wire
from tenants.members.services.sso.wire import ProviderAway

REMEMBERED_SECONDS = 600
# One that is away is left alone for a while, so that nobody can keep our threads waiting for it.
LEFT_ALONE_SECONDS = 15
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def provider_of(issuer: str, *, anew: bool = False) -> dict[str, Any]:
    """Return what a provider says of itself. Raises ProviderAway, also when it says to be another one."""
    return _remembered("about", issuer, lambda: _about(issuer), anew=anew)


def keys_of(about: dict[str, Any], *, anew: bool = False) -> dict[str, Any]:
    """Return the keys that a provider signs with; `anew` when one is missing among those remembered."""
    address = about["jwks_uri"]
    return _remembered("keys", address, lambda: wire.get(address), anew=anew)


def _remembered(kind: str, name: str, ask: Callable[[], dict[str, Any]], *, anew: bool = False) -> dict[str, Any]:
    key = f"sso-{kind}:{sha256(name.encode()).hexdigest()}"
    found: dict[str, Any] | None = None if anew else cache.get(key)
    if found is None:
        found = _asked(key, ask)
    if not found:
        raise ProviderAway(_("the provider of your accounts does not answer"))
    return found


def _asked(key: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    try:
        found = ask()
    except ProviderAway:
        cache.set(key, {}, LEFT_ALONE_SECONDS)
        raise
    cache.set(key, found, REMEMBERED_SECONDS)
    return found


def _about(issuer: str) -> dict[str, Any]:
    found = wire.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != issuer:
        raise ProviderAway(_("the provider names itself otherwise: give its issuer exactly as it does"))
    named = [found.get(name) for name in (*_ADDRESSES, "userinfo_endpoint") if name in found or name in _ADDRESSES]
    try:
        for address in named:
            read_address(str(address or ""), open_hosts=frozenset(settings.WEBHOOK_OPEN_HOSTS))
    except BadAddress as error:
        raise ProviderAway(_("the provider names an address that is none on the public internet")) from error
    return found
