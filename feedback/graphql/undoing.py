"""Taking an import back."""

from uuid import UUID

import strawberry

from feedback.services.undoing import request_undo
from tenants.graphql.changes import errors_field
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.sending import sent
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError


@strawberry.input(description="Which import to take back.")
class UndoImportInput:
    """Which import to take back."""

    id: strawberry.ID = strawberry.field(description="Id of an ImportBatch, or the batchId that storing answered.")


@strawberry.type(description="The job that takes the import back, or what is wrong.")
class UndoImportPayload:
    """The job that takes the import back."""

    job: JobType | None = strawberry.field(description="The job; its result counts what went. Null when refused.")
    user_errors: list[UserError] = errors_field()


def _batch_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return decode_as(text, "ImportBatch")


@strawberry.type
class UndoMutation:
    """Taking facts back."""

    @strawberry.mutation(
        description="Take an import back, as a job: what it added goes, what it corrected returns to what it was. It "
        "also takes the scope with which such records are sent, such as orders:write."
    )
    def undo_import(self, info: Info, input: UndoImportInput) -> UndoImportPayload:
        """Take an import back."""
        batch = _batch_of(input.id)

        return sent(
            lambda: request_undo(actor=info.context.actor, batch_id=batch),
            payload=UndoImportPayload,
        )
