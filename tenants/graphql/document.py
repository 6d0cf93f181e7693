"""From the text of a document to something that is safe to run: parsed, measured, validated, and known field by field.

Clients send the same few documents again and again, so good ones are kept, by text. A prepared document may take most
of a megabyte, so few are kept, and none for somebody unknown, who could fill the room with documents of one use.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    StringValueNode,
    Visitor,
    parse,
    validate,
    visit,
)

from tenants.graphql.body import check_text
from tenants.graphql.coordinates import SchemaWalk
from tenants.graphql.errors import ApiError, Code
from tenants.graphql.limits import MAX_TOKENS, check_shape
from tenants.graphql.measure import Measure, Size

MAX_COMMENTS = 200
MAX_ERRORS = 20


class InvalidDocument(Exception):
    """A document that does not fit the schema; says everything that is wrong with it."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__("the document is not valid")
        self.errors = list(errors)


@dataclass(eq=False, slots=True)
class Prepared:
    """A document and its operations by name. Once `validate` has passed it is known field by field, and may be kept."""

    schema: GraphQLSchema
    document: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    coordinates: dict[str, tuple[tuple[str, str], ...]] | None = None
    sizes: dict[str, Size] = field(default_factory=dict)
    has_conditions: bool = False

    def choose(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation to run. Raises ApiError when the name does not pick exactly one."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None or name not in self.operations:
            raise ApiError(_("Name one of the document's operations in operationName."))
        return self.operations[name]

    def measure(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Size:
        """Return how large the answer to an operation may be, once every operation is within the limits of shape.

        Raises ApiError COST_LIMIT. What no variable changes is measured once.
        """
        if (known := self.sizes.get(name_of(operation))) is not None:
            return known
        measure = Measure(self.schema, self.document, variables)
        found: dict[str, Size] = {}
        for name, other in self.operations.items():
            found[name] = measure.of(other)
            check_shape(other, found[name])
            if not measure.pages.uses_variables:
                self.sizes[name] = found[name]
        return found[name_of(operation)]

    def validate(self) -> None:
        """Check the document against the schema, once. Raises InvalidDocument."""
        if self.coordinates is None:
            if errors := validate(self.schema, self.document, max_errors=MAX_ERRORS):
                raise InvalidDocument(errors)
            walk = SchemaWalk(self.schema, self.document)
            self.coordinates = {name: walk.coordinates(found) for name, found in self.operations.items()}
            self.has_conditions = walk.has_conditions

    def places_run(
        self, operation: OperationDefinitionNode, variables: Mapping[str, Any] | None
    ) -> tuple[tuple[str, str], ...]:
        """Return every (type, field) that an operation runs with these variables; the rest takes no right."""
        if not self.has_conditions:
            return self.places(operation)
        return SchemaWalk(self.schema, self.document, variables).coordinates(operation)

    def places(self, operation: OperationDefinitionNode) -> tuple[tuple[str, str], ...]:
        """Return every (type, field) that an operation of a valid document selects."""
        return (self.coordinates or {})[name_of(operation)]


def prepare(schema: GraphQLSchema, text: str) -> Prepared:
    """Return a document that was parsed but not yet validated.

    Raises ApiError, and GraphQLError for text that is no document.
    """
    document = _parse(text)
    operations = {name_of(found): found for found in document.definitions if isinstance(found, OperationDefinitionNode)}
    if not operations:
        raise ApiError(_("The document has no operation."))
    return Prepared(schema=schema, document=document, operations=operations)


def name_of(operation: OperationDefinitionNode) -> str:
    """Return the name of an operation, empty when it has none."""
    return operation.name.value if operation.name else ""


def _parse(text: str) -> DocumentNode:
    try:
        document = parse(text, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_COMMENTS)
        visit(document, _Literals())
    except GraphQLError as error:
        if error.message.endswith("Parsing aborted."):  # tokens, comments or nesting, as the message says
            raise ApiError(error.message, code=Code.COST_LIMIT) from error
        raise
    return document


class _Literals(Visitor):
    """Refuses text literals that cannot be stored; escapes can spell what the bytes of a request cannot."""

    def enter_string_value(self, node: StringValueNode, *_: object) -> None:
        check_text(node.value)
