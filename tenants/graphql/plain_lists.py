"""Lists without pages never hold more than a page does."""

from collections.abc import Callable
from typing import Any, Final

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, is_composite_type, is_list_type, is_non_null_type

from tenants.graphql.pages import MAX_PAGE

# One entry for each record that the caller sent, of which there are 1,000 at most: cut short, some would go untold.
WHOLE: Final = frozenset(
    f"Ingest{kind}Payload.rejected" for kind in ("Feedback", "Orders", "Customers", "Interactions")
) | {"DirectoryImport.refusals", "DirectoryImport.notes"}


def cap_plain_lists(schema: GraphQLSchema) -> list[str]:
    """Cut the plain lists of objects of a schema at the size of a page, and return which those are."""
    capped = []
    for kind in schema.type_map.values():
        if (
            isinstance(kind, GraphQLObjectType)
            and not kind.name.startswith("__")
            and not kind.name.endswith("Connection")
        ):
            for name, field in kind.fields.items():
                place = f"{kind.name}.{name}"
                if _is_list_of_objects(field) and place not in WHOLE and field.resolve is not None:
                    field.resolve = _cut(field.resolve)
                    capped.append(place)
    return capped


def _is_list_of_objects(field: GraphQLField) -> bool:
    wrapped = field.type.of_type if is_non_null_type(field.type) else field.type
    if not is_list_type(wrapped):
        return False
    inner = wrapped.of_type.of_type if is_non_null_type(wrapped.of_type) else wrapped.of_type
    return bool(is_composite_type(inner))


def _cut(resolve: Callable[..., Any]) -> Callable[..., Any]:
    def cut(source: Any, info: Any, **arguments: Any) -> Any:
        found = resolve(source, info, **arguments)
        return found[:MAX_PAGE] if isinstance(found, list | tuple) and len(found) > MAX_PAGE else found

    return cut
