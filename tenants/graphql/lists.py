"""Lists of objects without ceremony for each of their fields.

graphql-core decides anew for every field of every row what the schema and the document have decided for all rows:
which fields, with which arguments, of which type. Here that is decided once a list, and each row is then a loop over
its fields. Only lists in which nothing is wrong are answered so. When anything is, the list is begun again by
graphql-core itself, which knows where errors belong and what becomes null; nothing but reading happens twice.
"""

import logging
from collections.abc import Callable
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLID,
    GraphQLList,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLString,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution import get_argument_values
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

log = logging.getLogger("huibao.graphql")

type Complete = Callable[[Any], Any]
type Read = tuple[str, Callable[..., Any], GraphQLResolveInfo[Any], dict[str, Any] | None, Complete]
# Scalars that leave values of one type as they are.
AS_THEY_ARE: Final = {GraphQLString.name: str, GraphQLID.name: str, GraphQLBoolean.name: bool}


class NotPlain(Exception):
    """Something in a list is not as it is in nearly all lists; graphql-core knows what to make of it."""


class ListExecutor(StrawberryGraphQLCoreExecutionContext):
    """Executes an operation like its parent, and lists of objects by a plan made once a list."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.plans: dict[int, tuple[FieldDetailsList, Complete | None]] = {}

    def complete_list_value(
        self,
        return_type: GraphQLList[Any],
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Complete a list; the parent does so where there is no plan, and where it failed."""
        plan = self._plan_of(return_type, field_details_list, info)
        if plan is not None:
            try:
                return plan(result)
            except Exception as error:  # noqa: BLE001 - the parent meets it again, and tells the caller
                log.debug("a list is begun again: %s", type(error).__name__)
        return super().complete_list_value(return_type, field_details_list, info, path, result, position_context)

    def _plan_of(
        self, kind: GraphQLList[Any], details: FieldDetailsList, info: GraphQLResolveInfo[Any]
    ) -> Complete | None:
        known = self.plans.get(id(details))
        if known is None:
            plan = None
            if self.abort_signal is None:
                try:
                    plan = self._list(kind, details, info)
                except Exception as error:  # noqa: BLE001 - as above: such as an argument that cannot be read
                    log.debug("a list has no plan: %s", type(error).__name__)
            known = self.plans[id(details)] = (details, plan)  # with the details, or another list could have their id
        return known[1]

    def _complete(self, kind: GraphQLOutputType, details: FieldDetailsList, info: GraphQLResolveInfo[Any]) -> Complete:
        if is_non_null_type(kind):
            return self._one(kind.of_type, details, info)
        complete = self._one(kind, details, info)
        return lambda value: None if value is None or value is Undefined else complete(value)

    def _one(self, kind: Any, details: FieldDetailsList, info: GraphQLResolveInfo[Any]) -> Complete:
        """Return what makes JSON of a value that is there. Abstract types are left to the parent."""
        if is_list_type(kind):
            return self._list(kind, details, info)
        if is_leaf_type(kind):
            return _leaf(kind)
        if is_object_type(kind):
            return self._object(kind, details, info)
        raise NotPlain

    def _list(self, kind: GraphQLList[Any], details: FieldDetailsList, info: GraphQLResolveInfo[Any]) -> Complete:
        complete = self._complete(kind.of_type, details, info)

        def rows(value: Any) -> list[Any]:
            if not isinstance(value, list | tuple):
                raise NotPlain
            return [complete(row) for row in value]

        return rows

    def _object(self, kind: GraphQLObjectType, details: FieldDetailsList, info: GraphQLResolveInfo[Any]) -> Complete:
        selected = self.collect_subfields(kind, details)
        if selected.new_defer_usages:
            raise NotPlain
        reads = [self._read(kind, key, found) for key, found in selected.grouped_field_set.items()]
        is_type_of = kind.is_type_of

        def row(source: Any) -> dict[str, Any]:
            if source is None or (is_type_of is not None and is_type_of(source, info) is not True):
                raise NotPlain
            found: dict[str, Any] = {}
            for key, resolve, about, arguments, complete in reads:
                value = resolve(source, about, **arguments) if arguments else resolve(source, about)
                found[key] = complete(value)
            return found

        return row

    def _read(self, parent: GraphQLObjectType, key: str, details: FieldDetailsList) -> Read:
        first = details[0]
        field = self.schema.get_field(parent, first.node.name.value)
        if field is None:
            raise NotPlain
        nodes = [one.node for one in details]
        about = self.build_resolve_info(field, nodes, parent, Path(None, key, parent.name))
        arguments = None
        if field.args or first.node.arguments:
            known = (self.variable_values, first.fragment_variable_values, self.hide_suggestions)
            arguments = get_argument_values(field, first.node, *known)
        resolve = field.resolve or self.field_resolver
        if self.middleware_manager is not None:
            resolve = self.middleware_manager.get_field_resolver(resolve)
        return key, resolve, about, arguments, self._complete(field.type, details, about)


def _leaf(kind: Any) -> Complete:
    """Return what serialises a scalar or an enum as graphql-core does, except that whatever it refuses is not plain."""
    same, coerce = AS_THEY_ARE.get(kind.name), kind.coerce_output_value

    def leaf(value: Any) -> Any:
        if type(value) is same:
            return value
        if value is None or isinstance(value, Exception):
            raise NotPlain
        found = coerce(value)
        if found is None or found is Undefined:
            raise NotPlain
        return found

    return leaf
