"""How many rows the lists of a document may hold, by their arguments, before any of them is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

DEFAULT_PAGE = 25
MAX_PAGE = 100
USUAL_LIST = 10  # rows of a list that has no pages because what it hangs on keeps it short
CEILING = 1_000_000_000
SIZES = frozenset({"first", "last"})
KEYS = "ids"


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows a field may have: those of a page, of a plain list, or one."""

    rows: int = 1
    is_page: bool = False
    is_counted: bool = False

    def objects(self, below: int) -> int:
        """Return how many objects the lists here and below may hold, when each row has `below`."""
        return self.rows * (1 + below) if self.is_counted else self.rows * below


ONE = Rows()


class Pages:
    """Reads the sizes of lists. `uses_variables` tells afterwards whether one of them came from a variable."""

    def __init__(self, variables: Mapping[str, Any]) -> None:
        self.variables = variables
        self.uses_variables = False

    @classmethod
    def of(cls, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> "Pages":
        """Return the reader of an operation: variables that were not sent have the values it declares."""
        declared = {
            definition.variable.name.value: int(definition.default_value.value)
            for definition in operation.variable_definitions or ()
            if isinstance(definition.default_value, IntValueNode)
        }
        return cls({**declared, **variables})

    def rows(self, parent: Any, field: FieldNode, definition: Any) -> Rows:
        """Return how many rows a field may have at most, or usually where nothing says so."""
        kind = None if definition is None else get_named_type(definition.type)
        if not is_composite_type(kind):
            return ONE
        if kind.name.endswith("Connection"):
            return Rows(self._page(field), is_page=True, is_counted=True)
        wrapped = definition.type.of_type if is_non_null_type(definition.type) else definition.type
        if not is_list_type(wrapped):
            return ONE
        keys = self._keys(field)
        return Rows(USUAL_LIST) if keys is None else Rows(keys, is_counted=True)

    def _page(self, field: FieldNode) -> int:
        asked = [self._number(argument.value) for argument in field.arguments or () if argument.name.value in SIZES]
        given = [number for number in asked if number is not None]
        return max(0, min(max(given), MAX_PAGE)) if given else DEFAULT_PAGE

    def _number(self, value: ValueNode) -> int | None:
        if isinstance(value, IntValueNode):
            return MAX_PAGE if len(value.value) > 9 else int(value.value)
        if isinstance(value, VariableNode):
            self.uses_variables = True
            found = self.variables.get(value.name.value)
            return found if isinstance(found, int) else None
        return None

    def _keys(self, field: FieldNode) -> int | None:
        for argument in field.arguments or ():
            if argument.name.value == KEYS:
                if isinstance(argument.value, ListValueNode):
                    return min(len(argument.value.values), MAX_PAGE)
                if isinstance(argument.value, VariableNode):
                    self.uses_variables = True
                    found = self.variables.get(argument.value.name.value)
                    return min(len(found), MAX_PAGE) if isinstance(found, list) else 1
        return None
