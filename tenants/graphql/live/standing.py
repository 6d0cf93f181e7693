"""Whether those who follow still may: asked after anything that could have changed it, and once a minute."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Q

from tenants.access import Actor, UnknownCompany
from tenants.graphql.live.wanted import Wanted
from tenants.members.models import ApiKey, User
from tenants.members.selectors import actor_of_user
from tenants.members.services.factor_rule import is_held_back
from tenants.models.tenant import Tenant
from tenants.selectors import company_by_schema, current_company

GONE, CHANGED = "gone", "changed"


def served_company(schema: str) -> Tenant | None:
    """Return a company that streams tell of, as it is now; None when it is gone or nothing happens in it any more."""
    try:
        company = company_by_schema(schema)
    except UnknownCompany:
        return None
    return company if company.takes_writes else None


def lost(wanted: Iterable[Wanted], *, now: datetime) -> dict[Wanted, str]:
    """Return those of the current company's subscriptions whose caller may not follow them any more, and why."""
    all_wanted = list(wanted)
    keys = {one.actor.id for one in all_wanted if one.actor.kind == "key"}
    valid = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    scopes = {
        key: frozenset(held) for key, held in ApiKey.objects.filter(valid, pk__in=keys).values_list("pk", "scopes")
    }
    people = _people({one.actor.id for one in all_wanted if one.actor.kind == "user"})
    sessions = {one.session for one in all_wanted if one.session}
    alive = _admitted(Session.objects.filter(session_key__in=sessions, expire_date__gt=now), now)
    found: dict[Wanted, str] = {}
    for one in all_wanted:
        held: object = None
        if one.actor.kind == "key" and one.actor.id in scopes:
            held = (scopes[one.actor.id], None)
        elif one.session in alive and one.actor.id in people:
            held = _rights(people[one.actor.id])
        if held != _rights(one.actor):
            found[one] = GONE if held is None else CHANGED
    return found


def _admitted(rows: Iterable[Session], now: datetime) -> set[str]:
    """Return the keys of the sessions whose people are not held back until they give a second factor."""
    company = current_company()
    if company.second_factor_from is None:
        return {row.session_key for row in rows}
    return {row.session_key for row in rows if not is_held_back(row.get_decoded(), company=company, as_of=now)}


def _people(ids: set[object]) -> dict[object, Actor]:
    return {user.pk: actor_of_user(user) for user in User.objects.filter(pk__in=ids, is_active=True)}


def _rights(actor: Actor) -> tuple[object, object]:
    return actor.capabilities, actor.units
