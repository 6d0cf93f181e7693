"""What differs between two schemas, in the words of the newer one: added, deprecated, breaking."""

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)

from tenants.graphql.compatibility import lost_promises


@dataclass(frozen=True, slots=True)
class Entry:
    """A type, field, argument or value of a schema, and what the schema says of it."""

    place: str
    says: str
    deprecated: str = ""


@dataclass(frozen=True, slots=True)
class Differences:
    """What is new, what is deprecated since, and what breaks clients."""

    added: tuple[Entry, ...]
    deprecated: tuple[Entry, ...]
    breaking: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.deprecated or self.breaking)


def differences(old: str, new: str) -> Differences:
    """Return what differs between two schemas. Of what is new with its type, the type alone is told.

    >>> found = differences("type Query { a: Int }", 'type Query { a: Int @deprecated(reason: "Ask b.") b: Int }')
    >>> [entry.place for entry in found.added], [entry.deprecated for entry in found.deprecated]
    (['Query.b'], ['Ask b.'])
    """
    before = {entry.place: entry for entry in entries(build_schema(old))}
    after = {entry.place: entry for entry in entries(build_schema(new))}
    added = [entry for place, entry in after.items() if place not in before and _above(place) in before]
    deprecated = [
        entry for place, entry in after.items() if entry.deprecated and not getattr(before.get(place), "deprecated", "")
    ]
    return Differences(tuple(added), tuple(deprecated), tuple(lost_promises(old, new)))


def entries(schema: GraphQLSchema) -> Iterator[Entry]:
    """Yield everything that clients can name, in alphabetical order of types."""
    yield Entry("", "")
    for name, kind in sorted(schema.type_map.items()):
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield Entry(name, kind.description or "")
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in sorted(kind.fields.items()):
                yield Entry(f"{name}.{field_name}", field.description or "", field.deprecation_reason or "")
                for argument, it in sorted(field.args.items()):
                    place = f"{name}.{field_name}({argument}:)"
                    yield Entry(place, it.description or "", it.deprecation_reason or "")
        elif isinstance(kind, GraphQLInputObjectType):
            for field_name, given in sorted(kind.fields.items()):
                yield Entry(f"{name}.{field_name}", given.description or "", given.deprecation_reason or "")
        elif isinstance(kind, GraphQLEnumType):
            for value_name, value in sorted(kind.values.items()):
                yield Entry(f"{name}.{value_name}", value.description or "", value.deprecation_reason or "")


def _above(place: str) -> str:
    """Return what a place is a part of: its field or its type; of a type, the schema, which is nameless."""
    if "(" in place:
        return place.partition("(")[0]
    return place.partition(".")[0] if "." in place else ""
