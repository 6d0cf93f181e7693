"""Who may read and change what: one table in two parts, and nothing is allowed that has no row in it.

A row is a type ("Touchpoint"), which covers its fields, or one field ("Query.touchpoints"), which goes before the type.
Root fields need a row each.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from tenants.access import Actor
from tenants.graphql.errors import ApiError, Code
from tenants.graphql.requirements import MUTATIONS, QUERIES, SUBSCRIPTIONS, Open, Requirement
from tenants.graphql.type_requirements import TYPES
from tenants.members.services.factor_rule import factor_wanted

ROOTS: Final = frozenset({"Query", "Mutation", "Subscription"})
POLICY: Mapping[str, Requirement] = {**QUERIES, **MUTATIONS, **SUBSCRIPTIONS, **TYPES}


def requirement_of(type_name: str, field_name: str) -> Requirement | None:
    """Return what reading a field takes; None when no row covers it, which means nobody may.

    `__typename` and introspection are open. A connection and its edges need what their nodes need.
    """
    if field_name.startswith("__") or type_name.startswith("__"):
        return Open.ANYONE
    own = POLICY.get(f"{type_name}.{field_name}")
    if own is not None or type_name in ROOTS:
        return own
    return requirement_of_type(type_name)


def requirement_of_type(type_name: str) -> Requirement | None:
    """Return what reading any object of a type takes; None when no row covers it."""
    for ending in ("Connection", "Edge"):
        if type_name.endswith(ending) and type_name not in POLICY:
            return POLICY.get(type_name.removesuffix(ending))
    return POLICY.get(type_name)


def authorise(actor: Actor, coordinates: Iterable[tuple[str, str]]) -> None:
    """Raise unless the actor may read every (type, field) of a document.

    Raises ApiError UNAUTHENTICATED for somebody unknown, FORBIDDEN for somebody who lacks a capability.
    """
    for type_name, field_name in coordinates:
        require(actor, requirement_of(type_name, field_name), what=f"{type_name}.{field_name}")


def require(actor: Actor, needed: Requirement | None, *, what: str) -> None:
    """Raise ApiError unless the actor meets a requirement."""
    if needed == Open.ANYONE:
        return
    if actor.kind == "anonymous":
        message = _("Sign in, or send an API key of this company.")
        raise ApiError(message, code=Code.UNAUTHENTICATED, WWW_Authenticate="Bearer")
    if actor.is_held_back:
        raise ApiError(factor_wanted(), code=Code.SECOND_FACTOR_REQUIRED)
    if needed is None:
        raise ApiError(_("%(what)s is open to nobody.") % {"what": what}, code=Code.FORBIDDEN)
    if needed != Open.SIGNED_IN and not actor.may(needed):
        raise ApiError(_("%(what)s needs the scope %(scope)s.") % {"what": what, "scope": needed}, code=Code.FORBIDDEN)
