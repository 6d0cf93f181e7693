"""Fields that are null for whoever lacks a right, wherever they are reached: the one table.

Resolvers know nothing of it: the table is laid over the schema when it is built.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from graphql import GraphQLObjectType, GraphQLSchema, default_field_resolver, is_non_null_type

from tenants.access import Actor, Capability
from tenants.members.models import Unit

MASKS: Final[Mapping[str, Capability]] = {
    "FeedbackItem.text": Capability.TEXTS_READ,
    "Case.title": Capability.TEXTS_READ,
    "Case.causeNote": Capability.TEXTS_READ,
    "Case.resolutionNote": Capability.TEXTS_READ,
    "CaseEvent.text": Capability.TEXTS_READ,
    "CustomerIdentity.value": Capability.CONTACTS_READ,
}
# What leads out of somebody's units: null where it does.
WAYS_OUT: Final = frozenset({"Unit.parent", "Order.referrer"})


def masked_for(actor: Actor) -> list[str]:
    """Return the fields that are null for an actor whatever is stored, in alphabetical order."""
    return sorted(place for place, needed in MASKS.items() if not actor.may(needed))


def lay_masks(schema: GraphQLSchema) -> None:
    """Make the listed fields of a schema answer null where they must. Raises TypeError for one that cannot be null."""
    for place in (*MASKS, *WAYS_OUT):
        type_name, _, field_name = place.partition(".")
        kind = schema.type_map.get(type_name)
        if not isinstance(kind, GraphQLObjectType):
            continue  # the operator's schema has no such type
        field = kind.fields[field_name]
        if is_non_null_type(field.type):
            raise TypeError(f"{place} is masked, so it must be nullable")
        wrap = _masked(MASKS[place]) if place in MASKS else _within_units
        field.resolve = wrap(field.resolve or default_field_resolver)


def _masked(needed: Capability) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def wrap(resolve: Callable[..., Any]) -> Callable[..., Any]:
        def masked(root: Any, info: Any, **arguments: Any) -> Any:
            return resolve(root, info, **arguments) if info.context.actor.may(needed) else None

        return masked

    return wrap


def _within_units(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def bounded(root: Any, info: Any, **arguments: Any) -> Any:
        found, units = resolve(root, info, **arguments), info.context.actor.units
        return found if units is None or (isinstance(found, Unit) and found.pk in units) else None

    return bounded
