"""Walks a valid document along the schema: which fields it touches."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

# The value of its condition with which a directive leaves a selection out.
_LEAVES_OUT = {"include": False, "skip": True}


class SchemaWalk:
    """Reads the operations of one document, each fragment once. The document must be valid for the schema.

    What variables that were sent leave out with @include and @skip is passed over. `has_conditions` says afterwards
    whether variables can leave out anything.
    """

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any] | None = None
    ) -> None:
        self.schema, self.variables, self.has_conditions = schema, variables or {}, False
        self.fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }

    def coordinates(self, operation: OperationDefinitionNode) -> tuple[tuple[str, str], ...]:
        """Return every (type, field) that an operation selects once, the root fields first, fragments included."""
        found: dict[tuple[str, str], None] = {}
        seen: set[str] = set()
        for parent, field in self._fields(self._root(operation), operation.selection_set.selections, seen):
            found[(parent.name, field.name.value)] = None
        root = self._root(operation).name
        return tuple(sorted(found, key=lambda place: place[0] != root))

    def _root(self, operation: OperationDefinitionNode) -> GraphQLCompositeType:
        root = self.schema.get_root_type(operation.operation)
        assert root is not None  # a valid document has no operation the schema lacks  # noqa: S101
        return root

    def _condition(self, fragment: InlineFragmentNode | FragmentDefinitionNode, parent: Any) -> Any:
        """Return the type that a fragment's selections apply to."""
        return parent if fragment.type_condition is None else self.schema.get_type(fragment.type_condition.name.value)

    def _type_below(self, parent: Any, field: FieldNode) -> Any:
        """Return the type of the objects that a field returns; None for scalars and for introspection."""
        definition = getattr(parent, "fields", {}).get(field.name.value)
        found = None if definition is None else get_named_type(definition.type)
        return found if is_composite_type(found) else None

    def _fields(
        self, parent: Any, selections: Iterable[SelectionNode], seen: set[str]
    ) -> Iterator[tuple[Any, FieldNode]]:
        for selection in selections:
            if self._is_left_out(selection):
                continue
            if isinstance(selection, FieldNode):
                yield parent, selection
                below = self._type_below(parent, selection)
                if below is not None and selection.selection_set is not None:
                    yield from self._fields(below, selection.selection_set.selections, seen)
            elif isinstance(selection, InlineFragmentNode):
                inner = self._condition(selection, parent)
                yield from self._fields(inner, selection.selection_set.selections, seen)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                fragment = self.fragments[selection.name.value]
                yield from self._fields(self._condition(fragment, parent), fragment.selection_set.selections, seen)

    def _is_left_out(self, selection: SelectionNode) -> bool:
        """Return whether a selection is not run; one whose condition was not sent, and may have a default, counts."""
        for directive in selection.directives or ():
            for argument in directive.arguments or ():
                if directive.name.value in _LEAVES_OUT and isinstance(argument.value, VariableNode):
                    self.has_conditions = True
                    if self.variables.get(argument.value.name.value) is _LEAVES_OUT[directive.name.value]:
                        return True
        return False
