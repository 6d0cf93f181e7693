"""How a schema is put together and run: our scalars, our preparation of documents, our error map."""

from collections.abc import Iterable, Iterator
from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLSchema
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from tenants.graphql.kept import KeptDocuments
from tenants.graphql.lists import ListExecutor
from tenants.graphql.masks import lay_masks
from tenants.graphql.plain_lists import cap_plain_lists
from tenants.graphql.scalars import SCALARS
from tenants.graphql.shortcuts import shorten
from tenants.graphql.spoken import lay_words


class UsePrepared(SchemaExtension):
    """Runs the document that was parsed, limited and validated before, and neither parses nor validates again."""

    def on_operation(self) -> Iterator[None]:
        """Hand the prepared document over."""
        self.execution_context.graphql_document = self.execution_context.context.prepared.document
        self.execution_context.validation_rules = ()
        yield


class ApiSchema(strawberry.Schema):
    """A schema that keeps its documents, and whose errors are logged where they are answered, not twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = KeptDocuments()
        self.capped = cap_plain_lists(self.core)
        self.shortened = shorten(self.core)
        lay_words(self.core)
        lay_masks(self.core)  # last, for it goes over the others' resolvers

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Leave errors to `tenants.graphql.errors.answer`."""

    @property
    def core(self) -> GraphQLSchema:
        """Return the schema as the parser and validator know it."""
        return self._schema


def build_schema(
    *, query: type, mutation: type | None = None, subscription: type | None = None, types: Iterable[type] = ()
) -> ApiSchema:
    """Return a schema of the given roots. `types` are those that are reached through an interface only."""
    listed: list[Any] = list(types)
    return ApiSchema(
        query=query,
        mutation=mutation,
        subscription=subscription,
        types=listed,
        extensions=[UsePrepared],
        execution_context_class=ListExecutor,
        config=StrawberryConfig(scalar_map=SCALARS, disable_field_suggestions=False),
    )
