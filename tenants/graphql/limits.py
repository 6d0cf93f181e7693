"""Bounds on what a document may ask, found in one pass whose time is linear in the document.

Every fragment is measured once and the result reused, and every count stops at a ceiling, so a chain of fragments that
each spread the next one twice costs no more than any other document of its length. (The limiters that come with the
GraphQL library walk such a chain once for every path through it, which never ends.)
"""

from collections.abc import Iterable
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

from tenants.graphql.errors import ApiError, Code

MAX_TOKENS = 1000
MAX_DEPTH = 10
MAX_ALIASES = 30
MAX_ROOT_FIELDS = 20
MAX_MUTATIONS = 5
MAX_DIRECTIVES = 50
INTROSPECTION_ALLOWANCE = 6  # the usual introspection query is 15 levels deep, and validation bounds its loops
INTROSPECTION_FIELDS = frozenset({"__schema", "__type"})
CEILING = 1_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """How large a selection is once its fragments are spread out. Counts stop at CEILING."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    directives: int = 0

    def beside(self, other: "Size") -> "Size":
        """Return the size of two selections side by side."""
        return Size(
            depth=max(self.depth, other.depth),
            aliases=min(self.aliases + other.aliases, CEILING),
            fields=min(self.fields + other.fields, CEILING),
            directives=min(self.directives + other.directives, CEILING),
        )


def check_limits(document: DocumentNode) -> None:
    """Raise ApiError COST_LIMIT when any operation of the document asks for more than the limits allow."""
    walk = _Walk(document)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            _check(definition, walk.level(definition.selection_set.selections))


def _check(operation: OperationDefinitionNode, size: Size) -> None:
    roots = MAX_MUTATIONS if operation.operation.value == "mutation" else MAX_ROOT_FIELDS
    for found, limit, what in (
        (size.depth, MAX_DEPTH, "levels deep"),
        (size.aliases, MAX_ALIASES, "aliases"),
        (size.fields, roots, f"root fields in a {operation.operation.value}"),
        (size.directives + len(operation.directives or ()), MAX_DIRECTIVES, "directives"),
    ):
        if found > limit:
            raise ApiError(f"The document asks for more than {limit} {what}.", code=Code.COST_LIMIT)


class _Walk:
    """Measures selections, each fragment once."""

    def __init__(self, document: DocumentNode) -> None:
        self.fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self.sizes: dict[str, Size] = {}
        self.open: set[str] = set()

    def level(self, selections: Iterable[SelectionNode]) -> Size:
        """Return the size of selections that stand on one level."""
        total = Size()
        for selection in selections:
            total = total.beside(self._one(selection))
        return total

    def _one(self, selection: SelectionNode) -> Size:
        own = Size(directives=len(selection.directives or ()))
        if isinstance(selection, FieldNode):
            return own.beside(self._field(selection))
        if isinstance(selection, InlineFragmentNode):
            return own.beside(self.level(selection.selection_set.selections))
        if isinstance(selection, FragmentSpreadNode):
            return own.beside(self._fragment(selection.name.value))
        return own

    def _field(self, field: FieldNode) -> Size:
        below = self._below(field.selection_set)
        allowance = INTROSPECTION_ALLOWANCE if field.name.value in INTROSPECTION_FIELDS else 0
        return Size(
            depth=max(below.depth + 1 - allowance, 1),
            aliases=min(below.aliases + (field.alias is not None), CEILING),
            fields=1,
            directives=below.directives,
        )

    def _below(self, selection_set: SelectionSetNode | None) -> Size:
        return Size() if selection_set is None else self.level(selection_set.selections)

    def _fragment(self, name: str) -> Size:
        if name in self.open:
            raise ApiError(f'Fragment "{name[:40]}" spreads itself.')
        if name not in self.sizes:
            fragment = self.fragments.get(name)
            self.open.add(name)
            self.sizes[name] = Size() if fragment is None else self.level(fragment.selection_set.selections)
            self.open.discard(name)
        return self.sizes[name]
