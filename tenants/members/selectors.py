"""Questions about a company's people and keys."""

import hmac
import json
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.db import connection
from django.utils import timezone

from tenants.access import ENTRY_ROLE, PERSON_MASKS, ROLE_CAPABILITIES, Actor
from tenants.members.access import PREFIX_LENGTH, digest_of, looks_like_key
from tenants.members.models import ApiKey, Membership, User

NOBODYS_DIGEST = digest_of("")
_DOCUMENTS = ("scopes", "networks")
_KEY_COLUMNS = tuple(field.attname for field in ApiKey._meta.concrete_fields)  # noqa: SLF001
_KEY_OF_PREFIX = f"SELECT {', '.join(_KEY_COLUMNS)} FROM members_apikey WHERE prefix = %s"  # noqa: S608  our own names
_BELOW = """
    WITH RECURSIVE below AS (
        SELECT id FROM members_unit WHERE id = ANY(%s)
        UNION SELECT u.id FROM members_unit u JOIN below b ON u.parent_id = b.id
    ) SELECT id FROM below
"""


def authenticate_key(token: str, *, as_of: datetime | None = None) -> ApiKey | None:
    """Return the key of the current company that this token is, if it is valid at `as_of` (default now).

    Another company's key, a revoked, an expired and an invented one all give None.
    """
    if not looks_like_key(token):
        return None
    # Asked with every request of a program, so that a revoked key ends at once; in SQL, at a fifth of the cost.
    key = _key_of_prefix(token[:PREFIX_LENGTH])
    # Compared also when there is no such key, so that the time an answer takes tells nothing.
    same = hmac.compare_digest(key.digest if key else NOBODYS_DIGEST, digest_of(token))
    if key is None or not same:
        return None
    now = as_of or timezone.now()
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        return None
    return key


def _key_of_prefix(prefix: str) -> ApiKey | None:
    with connection.cursor() as cursor:
        cursor.execute(_KEY_OF_PREFIX, [prefix])
        row = cursor.fetchone()
    if row is None:
        return None
    values = [json.loads(value) if name in _DOCUMENTS else value for name, value in zip(_KEY_COLUMNS, row, strict=True)]
    return ApiKey.from_db(connection.alias, _KEY_COLUMNS, values)


def actor_of_key(key: ApiKey) -> Actor:
    """Return who acts when this key is presented: a program, or somebody of the operator who entered."""
    if key.is_entry:
        scopes = frozenset(key.scopes)
        return Actor(kind="operator", id=key.id, name=key.operator, capabilities=scopes, role=ENTRY_ROLE)
    return Actor(kind="key", id=key.id, name=key.name, capabilities=frozenset(key.scopes))


def may_call_from(key: ApiKey, address: str) -> bool:
    """Return whether a key may be used from a network address; one without a list may from anywhere."""
    if not key.networks:
        return True
    try:
        caller = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(caller, "ipv4_mapped", None)  # IPv4 as a socket of both families shows it
    return any((mapped or caller) in ip_network(network) for network in key.networks)


def capabilities_of(roles: Iterable[str]) -> frozenset[str]:
    """Return what any of some roles allows."""
    return frozenset(str(item) for code in roles for item in ROLE_CAPABILITIES.get(code, ()))


def actor_of_user(user: User) -> Actor:
    """Return who acts when this person is signed in.

    Roles in the whole company go before roles in units. Somebody with roles in units only acts at those units and all
    below them, and may do there what each of these roles allows: the same at all of them. What is hidden from the
    person is taken off at the end.
    """
    held: list[tuple[str, UUID | None]] = list(
        Membership.objects.filter(user=user).values_list("role__code", "unit_id").order_by("role__code")
    )
    everywhere = [code for code, unit in held if unit is None]
    units = None if everywhere or not held else units_below({unit for _, unit in held if unit is not None})
    codes = everywhere or sorted({code for code, _ in held})
    capabilities = (capabilities_of(codes) if units is None else _shared(codes)) - hidden_by(user.masks)
    return Actor(
        kind="user",
        id=user.id,
        name=user.email,
        capabilities=capabilities,
        role=",".join(dict.fromkeys(codes)),
        units=units,
    )


def hidden_by(masks: Iterable[str]) -> frozenset[str]:
    """Return the rights that a person's masks take off."""
    return frozenset(str(PERSON_MASKS[one]) for one in masks if one in PERSON_MASKS)


def _shared(roles: Collection[str]) -> frozenset[str]:
    return reduce(frozenset.intersection, (capabilities_of([code]) for code in roles))


def units_below(units: Collection[UUID]) -> frozenset[UUID]:
    """Return the ids of some units and of all below them."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [list(units)])
        return frozenset(key for (key,) in cursor.fetchall())
