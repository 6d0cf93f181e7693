"""Walks a valid document along the schema: which fields it touches, and how many objects it may return."""

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
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

DEFAULT_PAGE = 25
MAX_PAGE = 100
CEILING = 1_000_000_000


class SchemaWalk:
    """Reads the operations of one document, each fragment once. The document must be valid for the schema."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode) -> None:
        self.schema = schema
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

    def node_count(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> int:
        """Return how many objects the lists of an operation may hold at most, given its variables."""
        return _Count(self, variables).of(self._root(operation), operation.selection_set.selections)

    def _root(self, operation: OperationDefinitionNode) -> GraphQLCompositeType:
        root = self.schema.get_root_type(operation.operation)
        assert root is not None  # a valid document has no operation the schema lacks  # noqa: S101
        return root

    def condition(self, fragment: InlineFragmentNode | FragmentDefinitionNode, parent: Any) -> Any:
        """Return the type that a fragment's selections apply to."""
        return parent if fragment.type_condition is None else self.schema.get_type(fragment.type_condition.name.value)

    def type_below(self, parent: Any, field: FieldNode) -> Any:
        """Return the type of the objects that a field returns; None for scalars and for introspection."""
        definition = getattr(parent, "fields", {}).get(field.name.value)
        found = None if definition is None else get_named_type(definition.type)
        return found if is_composite_type(found) else None

    def _fields(
        self, parent: Any, selections: Iterable[SelectionNode], seen: set[str]
    ) -> Iterator[tuple[Any, FieldNode]]:
        for selection in selections:
            if isinstance(selection, FieldNode):
                yield parent, selection
                below = self.type_below(parent, selection)
                if below is not None and selection.selection_set is not None:
                    yield from self._fields(below, selection.selection_set.selections, seen)
            elif isinstance(selection, InlineFragmentNode):
                inner = self.condition(selection, parent)
                yield from self._fields(inner, selection.selection_set.selections, seen)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in seen:
                seen.add(selection.name.value)
                fragment = self.fragments[selection.name.value]
                yield from self._fields(self.condition(fragment, parent), fragment.selection_set.selections, seen)


class _Count:
    """Counts objects: a page times what is below each of its objects, stopping at CEILING."""

    def __init__(self, walk: SchemaWalk, variables: Mapping[str, Any]) -> None:
        self.walk = walk
        self.variables = variables
        self.counted: dict[str, int] = {}

    def of(self, parent: Any, selections: Iterable[SelectionNode]) -> int:
        return min(sum(self._one(parent, selection) for selection in selections), CEILING)

    def _one(self, parent: Any, selection: SelectionNode) -> int:
        if isinstance(selection, InlineFragmentNode):
            return self.of(self.walk.condition(selection, parent), selection.selection_set.selections)
        if isinstance(selection, FragmentSpreadNode):
            return self._fragment(parent, selection.name.value)
        if isinstance(selection, FieldNode) and selection.selection_set is not None:
            below = self.walk.type_below(parent, selection)
            inner = 0 if below is None else self.of(below, selection.selection_set.selections)
            return min(self._times(selection) * (1 + inner) if self._is_page(below) else inner, CEILING)
        return 0

    def _fragment(self, parent: Any, name: str) -> int:
        if name not in self.counted:
            fragment = self.walk.fragments[name]
            self.counted[name] = self.of(self.walk.condition(fragment, parent), fragment.selection_set.selections)
        return self.counted[name]

    def _is_page(self, below: Any) -> bool:
        return below is not None and below.name.endswith("Connection")

    def _times(self, field: FieldNode) -> int:
        for argument in field.arguments or ():
            if argument.name.value in {"first", "last"}:
                match argument.value:
                    case IntValueNode(value=text):
                        return _page(int(text))
                    case VariableNode(name=name):
                        value = self.variables.get(name.value)
                        return _page(value) if isinstance(value, int) else DEFAULT_PAGE
        return DEFAULT_PAGE


def _page(wanted: int) -> int:
    return max(0, min(wanted, MAX_PAGE))
