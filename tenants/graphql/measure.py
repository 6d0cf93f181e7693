"""How large an answer a document asks for, found in one pass whose time is linear in the document.

Every fragment is measured once and the result reused, and every count stops at a ceiling, so a chain of fragments that
each spread the next one twice costs no more than any other document of its length. (The limiters that come with the
GraphQL library walk such a chain once for every path through it, which never ends.) The document need not be valid:
what the schema does not know counts as one value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    get_named_type,
)

from tenants.graphql.errors import ApiError
from tenants.graphql.pages import CEILING, Pages

INTROSPECTION_ALLOWANCE = 6  # the usual introspection query is 15 levels deep, and validation bounds its loops
INTROSPECTION_FIELDS = {"__schema": "__Schema", "__type": "__Type"}
ROWS_OF_A_PAGE = frozenset({"nodes", "edges"})


@dataclass(frozen=True, slots=True)
class Size:
    """How large a selection is once its fragments are spread out and its lists are full. Counts stop at CEILING.

    `values` are fields that will be resolved, `each` those of every row of the page that the selection stands in, and
    `nodes` the objects in lists.
    """

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    directives: int = 0
    nodes: int = 0
    values: int = 0
    each: int = 0

    def beside(self, other: "Size") -> "Size":
        """Return the size of two selections side by side."""
        return Size(
            depth=max(self.depth, other.depth),
            aliases=min(self.aliases + other.aliases, CEILING),
            fields=min(self.fields + other.fields, CEILING),
            directives=min(self.directives + other.directives, CEILING),
            nodes=min(self.nodes + other.nodes, CEILING),
            values=min(self.values + other.values, CEILING),
            each=min(self.each + other.each, CEILING),
        )


class Measure:
    """Measures the operations of one document for one set of variables. `steps` counts the selections looked at."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        self.schema = schema
        self.variables = variables
        self.fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self.steps = 0
        self.pages = Pages(variables)
        self.sizes: dict[str, Size] = {}
        self.open: set[str] = set()

    def of(self, operation: OperationDefinitionNode) -> Size:
        """Return the size of an operation, its own directives included. Raises ApiError for a circle of fragments."""
        self.pages = Pages.of(operation, self.variables)
        self.sizes = {}
        size = self._level(self.schema.get_root_type(operation.operation), operation.selection_set.selections)
        return size.beside(Size(directives=len(operation.directives or ())))

    def _level(self, parent: Any, selections: Iterable[SelectionNode]) -> Size:
        total = Size()
        for selection in selections:
            total = total.beside(self._one(parent, selection))
        return total

    def _one(self, parent: Any, selection: SelectionNode) -> Size:
        self.steps += 1
        own = Size(directives=len(selection.directives or ()))
        if isinstance(selection, FieldNode):
            return own.beside(self._field(parent, selection))
        if isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            inside = parent if condition is None else self.schema.get_type(condition.name.value)
            return own.beside(self._level(inside, selection.selection_set.selections))
        if isinstance(selection, FragmentSpreadNode):
            return own.beside(self._fragment(selection.name.value))
        return own

    def _field(self, parent: Any, field: FieldNode) -> Size:
        name = field.name.value
        definition = getattr(parent, "fields", {}).get(name)
        kind = None if definition is None else get_named_type(definition.type)
        if name in INTROSPECTION_FIELDS:
            kind = self.schema.get_type(INTROSPECTION_FIELDS[name])
        below = Size() if field.selection_set is None else self._level(kind, field.selection_set.selections)
        page = self.pages.rows(parent, field, definition)
        values = min((1 if page.is_page else page.rows) * below.values + page.rows * below.each, CEILING)
        in_a_page = name in ROWS_OF_A_PAGE and str(getattr(parent, "name", "")).endswith("Connection")
        return Size(
            depth=max(below.depth + 1 - (INTROSPECTION_ALLOWANCE if name in INTROSPECTION_FIELDS else 0), 1),
            aliases=min(below.aliases + (field.alias is not None), CEILING),
            fields=1,
            directives=below.directives,
            nodes=min(below.nodes if in_a_page else page.objects(below.nodes), CEILING),
            values=1 if in_a_page else min(1 + values, CEILING),
            each=below.values if in_a_page else 0,
        )

    def _fragment(self, name: str) -> Size:
        if name in self.open:
            raise ApiError(_('Fragment "%(name)s" spreads itself.') % {"name": name[:40]})
        if name not in self.sizes:
            fragment = self.fragments.get(name)
            self.open.add(name)
            self.sizes[name] = Size() if fragment is None else self._inside(fragment)
            self.open.discard(name)
        return self.sizes[name]

    def _inside(self, fragment: FragmentDefinitionNode) -> Size:
        kind = self.schema.get_type(fragment.type_condition.name.value)
        return self._level(kind, fragment.selection_set.selections)
