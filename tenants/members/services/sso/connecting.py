"""The company's provider: set by an owner, tried before it is kept, removed."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenants.access import ALL_CAPABILITIES, ROLE_CAPABILITIES, Actor, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.channels.addresses import BadAddress, read_address
from tenants.hooks.services import emit
from tenants.hooks.services.sealing import seal
from tenants.members.models import SsoConnection
from tenants.members.services.granting import require_holding
from tenants.members.services.sso.discovery import provider_of
from tenants.members.services.sso.protocol import PURPOSE
from tenants.members.services.sso.wire import ProviderAway

MOST_DOMAINS = 50
_DOMAIN = re.compile(r"(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class BadConnection(Refusal):
    """A provider cannot be used as asked."""


def set_connection(
    *,
    actor: Actor,
    issuer: str,
    client_id: str,
    client_secret: str | None = None,
    domains: Iterable[str] = (),
    default_role: str = "",
    is_only_way: bool = False,
    trusts_addresses: bool = False,
    asks_second_factor: bool = False,
) -> SsoConnection:
    """Let the company's people sign in at a provider, in the place of the one before; it is asked once who it is.

    Without a secret the one before stays, as long as issuer and client stay. Accounts that are linked stay linked to
    their provider. Only who holds every right may choose who says who somebody is. Raises NotYoursToGive,
    BadConnection.
    """
    require_holding(actor, ALL_CAPABILITIES)
    found = _places(domains)
    if not 0 < len(client_id.strip()) <= 300 or len(client_secret or "") > 1000:
        raise BadConnection(_("give the client id, of 300 characters at most"), field="client_id")
    if default_role and (default_role not in ROLE_CAPABILITIES or default_role == "owner"):
        roles = ", ".join(sorted(set(ROLE_CAPABILITIES) - {"owner"}))
        raise BadConnection(_("use one of the roles %(roles)s") % {"roles": roles}, field="default_role")
    if trusts_addresses and not found:
        message = _("give the domains whose addresses you vouch for: anybody may claim any other")
        raise BadConnection(message, field="domains")
    _require_provider(issuer)
    given = {
        "issuer": issuer,
        "client_id": client_id.strip(),
        "domains": found,
        "default_role": default_role,
        "is_only_way": is_only_way,
        "trusts_addresses": trusts_addresses,
        "asks_second_factor": asks_second_factor,
    }
    return _keep(actor, given, client_secret)


@transaction.atomic
def _keep(actor: Actor, given: dict[str, object], secret: str | None) -> SsoConnection:
    held: SsoConnection | None = SsoConnection.objects.select_for_update().first()
    before = told(held) if held else None
    kept = held or SsoConnection()
    is_another = (kept.issuer, kept.client_id) != (given["issuer"], given["client_id"])
    for name, value in given.items():
        setattr(kept, name, value)
    if secret is not None or is_another:
        kept.sealed_client_secret = seal(secret or "", purpose=PURPOSE)
    kept.save()
    after = told(kept) | ({"client_secret": "changed"} if secret else {})
    record(actor=actor, action="sso.set", subject=_subject(kept), before=before, after=after)
    emit(event="sso_provider.changed", subject=Subject("sso_provider", str(kept.pk)), data={"state": "set"})
    return kept


@transaction.atomic
def remove_connection(*, actor: Actor) -> bool:
    """Let nobody sign in at the provider any more; return whether there was one. Links with it are forgotten."""
    require_holding(actor, ALL_CAPABILITIES)
    held: SsoConnection | None = SsoConnection.objects.select_for_update().first()
    if held is None:
        return False
    record(actor=actor, action="sso.removed", subject=_subject(held), before=told(held))
    emit(event="sso_provider.changed", subject=Subject("sso_provider", str(held.pk)), data={"state": "removed"})
    held.delete()
    return True


def told(connection: SsoConnection) -> dict[str, object]:
    """Return a connection as the audit tells it."""
    names = ["issuer", "client_id", "domains", "default_role", "is_only_way", "trusts_addresses", "asks_second_factor"]
    return {name: getattr(connection, name) for name in names}


def _require_provider(issuer: str) -> None:
    """Raise BadConnection unless a provider of this name answers on the public internet."""
    try:
        if "?" in issuer or "#" in issuer or len(issuer) > 500:
            raise BadAddress("an issuer has neither query nor fragment")
        read_address(issuer, open_hosts=frozenset(settings.WEBHOOK_OPEN_HOSTS))
    except BadAddress as error:
        raise BadConnection(_("an issuer is an https address on the public internet"), field="issuer") from error
    try:
        provider_of(issuer, anew=True)
    except ProviderAway as error:
        raise BadConnection(str(error), field="issuer") from error


def _places(domains: Iterable[str]) -> list[str]:
    found = sorted({domain.strip().lower() for domain in domains})
    if len(found) > MOST_DOMAINS or not all(_DOMAIN.fullmatch(domain) for domain in found):
        raise BadConnection(
            _("give %(most)s domains at most, such as acme.example") % {"most": MOST_DOMAINS}, field="domains"
        )
    return found


def _subject(connection: SsoConnection) -> Subject:
    return Subject(kind="sso_provider", id=str(connection.pk), name=connection.issuer)
