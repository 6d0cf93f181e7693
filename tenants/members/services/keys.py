"""API keys: made, replaced, revoked; the secret leaves here once and is never stored."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import ip_network
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from tenants.access import COMMAND, Actor, Capability, Refusal
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.members.access import PREFIX_LENGTH, digest_of, new_token
from tenants.members.models import ApiKey, User
from tenants.members.services.granting import require_holding
from tenants.models.plan import Counted
from tenants.selectors import current_company
from tenants.selectors.usage import require_room

MOST_NETWORKS = 50
LONGEST_NAME = 200
LONGEST_OVERLAP = timedelta(days=30)
REFUSAL_NOTED_EVERY = 3600


class BadApiKey(Refusal):
    """A key cannot be made, replaced or revoked as asked."""


def issue_api_key(
    *,
    actor: Actor,
    name: str,
    scopes: Iterable[str],
    as_of: datetime,
    expires_at: datetime | None = None,
    networks: Iterable[str] = (),
) -> tuple[ApiKey, str]:
    """Return a new key and its token for somebody who holds all of its scopes. Raises NotYoursToGive, BadApiKey."""
    wanted = list(scopes)
    if expires_at is not None and expires_at <= as_of:
        raise BadApiKey(_("a key ends in the future"), field="expires_at")
    known = _known(wanted)
    require_holding(actor, known, field="scopes")
    creator = User.objects.filter(pk=actor.id).first() if actor.kind == "user" else None
    return create_api_key(
        actor=actor, name=name, scopes=known, expires_at=expires_at, networks=networks, created_by=creator
    )


@transaction.atomic
def create_api_key(
    *,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    networks: Iterable[str] = (),
    created_by: User | None = None,
    actor: Actor = COMMAND,
) -> tuple[ApiKey, str]:
    """Return a new key and its token, which nobody can read again.

    The token is "hb_" and 256 random bits. Raises BadApiKey for an unknown scope, or none, or for what is no network.
    """
    wanted = _known(scopes)
    if not name.strip() or len(name) > LONGEST_NAME:
        raise BadApiKey(_("a key has a name of 1 to %(most)s characters") % {"most": LONGEST_NAME}, field="name")
    valid = ApiKey.objects.filter(revoked_at=None, operator="").count()
    require_room(company=current_company(), counted=Counted.API_KEYS, used=valid)
    token = new_token()
    key = ApiKey.objects.create(
        prefix=token[:PREFIX_LENGTH],
        digest=digest_of(token),
        name=name,
        scopes=wanted,
        networks=_networks(networks),
        expires_at=expires_at,
        created_by=created_by,
    )
    record(actor=actor, action="api_key.created", subject=_subject(key), after=_told(key))
    _tell(key, happened="created")
    return key, token


@transaction.atomic
def rotate_api_key(*, actor: Actor, key_id: UUID, overlap: timedelta, as_of: datetime) -> tuple[ApiKey, str]:
    """Return a key with the same rights and its token; the old one goes on for `overlap`, then ends.

    Raises BadApiKey for a key that is over or unknown and for an overlap that is too long, NotYoursToGive.
    """
    old = _held(key_id)
    if old.revoked_at is not None or (old.expires_at is not None and old.expires_at <= as_of):
        raise BadApiKey(_("this key is over: make a new one"), field="id")
    if old.is_entry:
        raise BadApiKey(_("this key lets the operator in: it can be revoked, not replaced"), field="id")
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise BadApiKey(
            _("the old key goes on for at most %(most)s days") % {"most": LONGEST_OVERLAP.days}, field="overlap_hours"
        )
    made = issue_api_key(
        actor=actor, name=old.name, scopes=old.scopes, as_of=as_of, expires_at=old.expires_at, networks=old.networks
    )
    end = as_of + overlap
    old.expires_at = min(end, old.expires_at) if old.expires_at else end
    old.save(update_fields=["expires_at"])
    record(actor=actor, action="api_key.rotated", subject=_subject(old), after={"expires_at": old.expires_at})
    _tell(old, happened="rotated")
    return made


@transaction.atomic
def withdraw_api_key(*, actor: Actor, key_id: UUID, as_of: datetime) -> ApiKey:
    """Make a key useless from now on. Raises BadApiKey when there is none, NotYoursToGive."""
    key = _held(key_id)
    require_holding(actor, key.scopes, field="id")
    return revoke_api_key(prefix=key.prefix, as_of=as_of, actor=actor)


@transaction.atomic
def revoke_api_key(*, prefix: str, as_of: datetime, actor: Actor = COMMAND) -> ApiKey:
    """Make a key useless from now on; revoking it again changes nothing. Raises BadApiKey when there is none."""
    key: ApiKey | None = ApiKey.objects.filter(prefix=prefix[:PREFIX_LENGTH]).first()
    if key is None:
        raise BadApiKey(f"no API key begins with {prefix[:PREFIX_LENGTH]!r}")
    if key.revoked_at is None:
        key.revoked_at = as_of
        key.save(update_fields=["revoked_at"])
        record(actor=actor, action="api_key.revoked", subject=_subject(key))
        _tell(key, happened="revoked")
    return key


@transaction.atomic
def note_refused_key(*, key: ApiKey, actor: Actor, address: str) -> None:
    """Write down that a key was used from a network that is not its own, once an hour for each address."""
    try:
        first = cache.add(f"key-refused:{key.id}:{address}", 1, REFUSAL_NOTED_EVERY)
    except RedisError:
        first = True
    if first:
        record(actor=actor, action="api_key.refused", subject=_subject(key), after={"address": address})


def note_key_use(*, key: ApiKey, as_of: datetime) -> None:
    """Note when a key was last used."""
    ApiKey.objects.filter(pk=key.pk).update(last_used_at=as_of)


def _known(scopes: Iterable[str]) -> list[str]:
    wanted = sorted(set(scopes))
    unknown = [scope for scope in wanted if scope not in set(Capability)]
    if unknown or not wanted:
        some = ", ".join(sorted(Capability))
        raise BadApiKey(f"scopes {', '.join(unknown) or 'are missing'}: use some of {some}", field="scopes")
    return wanted


def _networks(texts: Iterable[str]) -> list[str]:
    """Return networks in their one spelling; an address is the network of one."""
    try:
        found = sorted({str(ip_network(text.strip(), strict=False)) for text in texts})
    except ValueError as error:
        raise BadApiKey(_("a network is written as 203.0.113.0/24 or 2001:db8::/32"), field="networks") from error
    if len(found) > MOST_NETWORKS:
        raise BadApiKey(_("a key has %(most)s networks at most") % {"most": MOST_NETWORKS}, field="networks")
    return found


def _held(key_id: UUID) -> ApiKey:
    key: ApiKey | None = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise BadApiKey(_("no API key has this id"), field="id")
    return key


def _subject(key: ApiKey) -> Subject:
    return Subject(kind="api_key", id=str(key.id), name=key.name)


def _tell(key: ApiKey, *, happened: str) -> None:
    expires = key.expires_at.isoformat() if key.expires_at else None
    data = {"prefix": key.prefix, "scopes": key.scopes, "expiresAt": expires}
    emit(event=f"api_key.{happened}", subject=_subject(key), data=data)


def _told(key: ApiKey) -> dict[str, object]:
    return {"scopes": key.scopes, "networks": key.networks, "expires_at": key.expires_at, "prefix": key.prefix}
