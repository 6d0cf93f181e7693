"""Keys with which people of the operator enter a company: for a reason, for a while, and never unseen."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tenants.access import ENTRY_CAPABILITIES, Actor
from tenants.audit.services import Subject, record
from tenants.hooks.services import emit
from tenants.members.access import PREFIX_LENGTH, digest_of, new_token
from tenants.members.models import ApiKey
from tenants.members.services.keys import revoke_api_key

MOST_TOLD = 50
ROOTS = frozenset({"Query", "Mutation", "Subscription"})


@transaction.atomic
def admit(*, actor: Actor, reason: str, until: datetime) -> tuple[ApiKey, str]:
    """Return a key of the present company for somebody of the operator, and its token, and tell the company of it."""
    token = new_token()
    key: ApiKey = ApiKey.objects.create(
        prefix=token[:PREFIX_LENGTH],
        digest=digest_of(token),
        name=f"operator: {actor.name}"[:200],
        scopes=sorted(ENTRY_CAPABILITIES),
        expires_at=until,
        operator=actor.name[:200],
        reason=reason,
    )
    told = {"prefix": key.prefix, "scopes": key.scopes, "expiresAt": until.isoformat(), "reason": reason}
    emit(event="operator.entered", subject=subject_of(key), data=told)
    return key, token


@transaction.atomic
def revoke_entries(*, actor: Actor, as_of: datetime) -> int:
    """Show everybody of the operator out at once; return how many keys that were good are over now."""
    inside = ApiKey.objects.exclude(operator="").filter(revoked_at=None, expires_at__gt=as_of)
    prefixes = list(inside.values_list("prefix", flat=True))
    for prefix in prefixes:
        revoke_api_key(prefix=prefix, as_of=as_of, actor=actor)
    return len(prefixes)


@transaction.atomic
def note_asked(*, actor: Actor, operation: str, places: Iterable[tuple[str, str]]) -> None:
    """Write into the company's audit what somebody of the operator is about to be answered, reading included.

    `places` are the (type, field) that the document selects; told are the fields asked first and the types below them.
    """
    kinds: dict[str, None] = {}
    fields: dict[str, None] = {}
    for kind, field in places:
        known, name = (fields, field) if kind in ROOTS else (kinds, kind)
        known[name] = None
    asked = {"operation": operation, "fields": list(fields)[:MOST_TOLD], "types": list(kinds)[:MOST_TOLD]}
    record(actor=actor, action="operator.asked", subject=Subject("api_key", str(actor.id), actor.name), after=asked)


def subject_of(key: ApiKey) -> Subject:
    """Return an entry as the audit and events name it."""
    return Subject(kind="api_key", id=str(key.id), name=key.name)
