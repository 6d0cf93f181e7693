"""From the text of a document to something that is safe to run: parsed, limited, validated, and known field by field.

Clients send the same few documents again and again, so good ones are kept, by text. A prepared document may take most
of a megabyte, so few are kept, and none for somebody unknown, who could fill the room with documents of one use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
from tenants.graphql.limits import MAX_TOKENS, check_limits

MAX_COMMENTS = 200
MAX_NODES = 10_000
MAX_ERRORS = 20
KEPT_DOCUMENTS = 128
LONGEST_KEPT = 8_192


@dataclass(frozen=True, eq=False)
class Prepared:
    """A valid document, its operations by name, and the fields that each selects."""

    document: DocumentNode
    operations: dict[str, OperationDefinitionNode]
    coordinates: dict[str, tuple[tuple[str, str], ...]]
    walk: SchemaWalk

    def choose(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation to run. Raises ApiError when the name does not pick exactly one."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None or name not in self.operations:
            raise ApiError("Name one of the document's operations in operationName.")
        return self.operations[name]

    def check_nodes(self, operation: OperationDefinitionNode, variables: dict[str, Any]) -> None:
        """Raise ApiError COST_LIMIT when the lists of an operation may hold too many objects together."""
        count = self.walk.node_count(operation, variables)
        if count > MAX_NODES:
            raise ApiError(
                f"The lists may hold {count} objects; at most {MAX_NODES} are allowed. Ask for smaller pages.",
                code=Code.COST_LIMIT,
            )


class InvalidDocument(Exception):
    """A document that does not fit the schema; says everything that is wrong with it."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__("the document is not valid")
        self.errors = list(errors)


def prepare(schema: GraphQLSchema, text: str, *, keep: bool) -> Prepared:
    """Return the prepared document, and keep it for the next time when told so.

    Raises ApiError, GraphQLError for text that is no document, InvalidDocument.
    """
    return _kept(schema, text) if keep and len(text) <= LONGEST_KEPT else _prepare(schema, text)


def _prepare(schema: GraphQLSchema, text: str) -> Prepared:
    document = _parse(text)
    check_limits(document)
    if errors := validate(schema, document, max_errors=MAX_ERRORS):
        raise InvalidDocument(errors)
    operations = {_name(found): found for found in document.definitions if isinstance(found, OperationDefinitionNode)}
    if not operations:
        raise ApiError("The document has no operation.")
    walk = SchemaWalk(schema, document)
    return Prepared(
        document=document,
        operations=operations,
        coordinates={name: walk.coordinates(operation) for name, operation in operations.items()},
        walk=walk,
    )


_kept = lru_cache(maxsize=KEPT_DOCUMENTS)(_prepare)


def _parse(text: str) -> DocumentNode:
    try:
        document = parse(text, max_lexical_tokens=MAX_TOKENS, max_comments=MAX_COMMENTS)
        visit(document, _Literals())
    except GraphQLError as error:
        if error.message.endswith("Parsing aborted."):  # tokens, comments or nesting, as the message says
            raise ApiError(error.message, code=Code.COST_LIMIT) from error
        raise
    return document


def _name(operation: OperationDefinitionNode) -> str:
    return operation.name.value if operation.name else ""


class _Literals(Visitor):
    """Refuses text literals that cannot be stored; escapes can spell what the bytes of a request cannot."""

    def enter_string_value(self, node: StringValueNode, *_: object) -> None:
        check_text(node.value)
