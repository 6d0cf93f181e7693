"""Exports for other systems, such as a warehouse."""

from enum import Enum

import strawberry

from feedback.services.changes.requests import request_export
from tenants.graphql.changes import errors_field
from tenants.graphql.context import Info
from tenants.graphql.sending import sent
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError


@strawberry.enum(description="What an export holds.")
class ExportKind(Enum):
    """What an export holds."""

    CHANGES = strawberry.enum_value(
        "changes",
        description="Rows of units, channels, touchpoints, customers, answers, orders and contacts that are new, say "
        "something else or are gone since a cursor.",
    )


@strawberry.input(description="What to export, and from where on.")
class CreateExportInput:
    """What to export, and from where on."""

    kind: ExportKind = strawberry.field(description="What the export holds.")
    after: str | None = strawberry.field(
        default=None,
        description="The `nextCursor` of the export before; without one, everything that is there, to go on from.",
    )
    limit: int | None = strawberry.field(
        default=None, description="Lines of the file at most, 1 to 500,000; 100,000 when left out."
    )


@strawberry.type(description="The job that writes the file, or what is wrong with the input.")
class CreateExportPayload:
    """The job that writes the file."""

    job: JobType | None = strawberry.field(
        description="The job; once it is done its result holds `url`, `nextCursor`, `hasMore`, `lines`, `upserts`, "
        "`deletes`, `bytes`, `sha256` and `expiresAt`. Null when refused."
    )
    user_errors: list[UserError] = errors_field()


@strawberry.type
class ExportMutation:
    """Exports for other systems."""

    @strawberry.mutation(
        description="Have changes written to a file, one JSON object a line, packed with gzip, to be fetched from the "
        "result's `url` with the same rights. Nothing is left out however slowly others write."
    )
    def create_export(self, info: Info, input: CreateExportInput) -> CreateExportPayload:
        """Ask for an export."""
        return sent(
            lambda: request_export(actor=info.context.actor, after=input.after, limit=input.limit),
            payload=CreateExportPayload,
        )
