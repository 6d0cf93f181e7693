"""Fields that need no ceremony are read without it.

A field without arguments passes through a dozen calls of the library, made for arguments, extensions and asynchronous
code that it does not have; in a list of 100 objects that is half of the whole answer. Such fields are given resolvers
of one call, which return the same.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor
from django.db.models.query_utils import DeferredAttribute
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from strawberry.types import Info
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import INFO_PARAMSPEC, PARENT_PARAMSPEC, ROOT_PARAMSPEC, SELF_PARAMSPEC
from strawberry_django.fields.field import StrawberryDjangoField

type Resolve = Callable[[Any, Any], Any]
_DEFINITION = "strawberry-definition"


def shorten(schema: GraphQLSchema) -> list[str]:
    """Give the plain fields of a schema short resolvers, and return which those are."""
    shortened = []
    for kind in schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__") or kind in _roots(schema):
            continue
        origin = getattr(kind.extensions.get(_DEFINITION), "origin", None)
        for name, field in kind.fields.items():
            short = _short(origin, field, field.extensions.get(_DEFINITION))
            if short is not None:
                field.resolve = short
                shortened.append(f"{kind.name}.{name}")
    return shortened


def _roots(schema: GraphQLSchema) -> tuple[Any, ...]:
    return schema.query_type, schema.mutation_type, schema.subscription_type


def _short(origin: type | None, field: GraphQLField, known: Any) -> Resolve | None:
    if not isinstance(known, StrawberryField) or field.args or known.extensions or known.is_async or _is_list(field):
        return None
    if known.base_resolver is not None:
        return _method(known)
    if isinstance(known, StrawberryDjangoField):
        return _column(origin, field, known)
    return _attribute(known) if type(known) is StrawberryField else None


def _attribute(known: StrawberryField) -> Resolve | None:
    """Return the reader of an attribute of what is no row, unless the schema has another way to read attributes."""
    if known.default_resolver is not getattr:
        return None
    read = attrgetter(known.python_name)
    return lambda source, info: read(source)


def _is_list(field: GraphQLField) -> bool:
    return is_list_type(field.type.of_type if is_non_null_type(field.type) else field.type)


def _column(origin: type | None, field: GraphQLField, known: StrawberryDjangoField) -> Resolve | None:
    """Return the reader of a column of a model, or of the row that a key points to."""
    definition = getattr(origin, "__strawberry_django_definition__", None)
    name = known.django_name or known.python_name
    wrapped = field.type.of_type if is_non_null_type(field.type) else field.type
    if definition is None:
        return None
    read, way = attrgetter(name), type(getattr(definition.model, name, None))
    if way is DeferredAttribute and is_leaf_type(wrapped):
        return lambda source, info: read(source)
    if way is ForwardManyToOneDescriptor and is_object_type(wrapped):
        return _pointer(read, nobody=known.is_optional)
    return None


def _pointer(read: Callable[[Any], Any], *, nobody: bool) -> Resolve:
    """Return the reader of the row that a key points to; with `nobody`, one that is not there is None."""

    def pointed(source: Any, info: Any) -> Any:
        try:
            return read(source)
        except ObjectDoesNotExist:
            if nobody:
                return None
            raise

    return pointed


def _method(known: StrawberryField) -> Resolve | None:
    """Return the caller of a resolver that takes its object and perhaps the info, and nothing else."""
    resolver = known.base_resolver
    assert resolver is not None  # asked for by `_short` only then  # noqa: S101
    reserved = resolver.reserved_parameters
    owners = [found for spec in (SELF_PARAMSPEC, ROOT_PARAMSPEC, PARENT_PARAMSPEC) if (found := reserved.get(spec))]
    about = reserved.get(INFO_PARAMSPEC)
    names = {found.name for found in owners} | ({about.name} if about else set())
    parameters = list(resolver.signature.parameters)
    if not owners or set(parameters) != names or len(parameters) - bool(about) != 1 or parameters[0] != owners[0].name:
        return None
    call: Any = resolver.wrapped_func
    if about is None:
        return lambda source, info: call(source)
    return lambda source, info: call(source, Info(_raw_info=info, _field=known))
