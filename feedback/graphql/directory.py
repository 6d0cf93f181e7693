"""Bringing in departments, units and people from a file, and what became of it."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from feedback.services.directory.requests import report_of, request_directory
from tenants.graphql.changes import errors_field
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.sending import sent
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError

_PLAIN = ("file", "is_dry_run", "rows", "created", "changed", "unchanged", "rejected", "invitations")
JobId = Annotated[strawberry.ID, strawberry.argument(description="Id of the job that takes the file.")]


@strawberry.enum(description="What the rows of a file are.")
class DirectoryKind(Enum):
    """What the rows of a file are."""

    DEPARTMENTS = strawberry.enum_value("departments", description="Columns code, name, name_zh, name_en, parent.")
    UNITS = strawberry.enum_value("units", description="Columns code, name, kind, parent.")
    PEOPLE = strawberry.enum_value("people", description="Columns email, name, role, units, masks, locale.")


@strawberry.input(description="A file of departments, units or people.")
class ImportDirectoryInput:
    """A file of departments, units or people."""

    kind: DirectoryKind = strawberry.field(description="What the rows are.")
    file_name: str = strawberry.field(description="Name of the file, which ends in .csv or .xlsx.")
    content: str = strawberry.field(description="The file in base64; about 700 kB at most.")
    dry_run: bool = strawberry.field(
        default=False, description="Do all of it, tell what became of it, and take it back; nobody gets a mail."
    )
    replace: bool = strawberry.field(
        default=False,
        description="People have afterwards the roles of the file and no others. Otherwise roles are added, and a row "
        "that would take something away is refused.",
    )
    invite: bool = strawberry.field(default=True, description="Whether those who have never come get a link by mail.")


@strawberry.type(description="The job that takes the file, or what is wrong with it as a whole.")
class ImportDirectoryPayload:
    """The job that takes the file."""

    job: JobType | None = strawberry.field(
        description="The job; its result counts, and `directoryImport` tells row by row. Null when refused."
    )
    user_errors: list[UserError] = errors_field()


@strawberry.type(description="One value of a row of a file, and why it was refused or what is to be known of it.")
class DirectoryLine:
    """One value of a row."""

    row: int = strawberry.field(description="Number of the row, counted from 1 without the header.")
    column: str = strawberry.field(description="Our name of the column; empty when it is about the row as a whole.")
    value: str = strawberry.field(description="What stands there, cut when long.")
    code: str = strawberry.field(description="Sort of mistake, for programs.")
    reason: str = strawberry.field(description="What is wrong and what to do, for people.")


@strawberry.type(description="What became of a file of departments, units or people.")
class DirectoryImport:
    """What became of a file."""

    kind: DirectoryKind = strawberry.field(description="What the rows are.")
    file: str = strawberry.field(description="Name of the file.")
    is_dry_run: bool = strawberry.field(description="Whether it was taken back: the counts are what would be.")
    rows: int = strawberry.field(description="How many rows the file has, without the header.")
    created: int = strawberry.field(description="How many departments, units or people are new.")
    changed: int = strawberry.field(description="How many were changed.")
    unchanged: int = strawberry.field(description="How many were already as the file says.")
    rejected: int = strawberry.field(description="How many rows were refused.")
    invitations: int = strawberry.field(description="How many people get a link by mail.")
    refusals: list[DirectoryLine] = strawberry.field(description="Why rows were refused: the first 1,000.")
    notes: list[DirectoryLine] = strawberry.field(
        description="What else is to be known of rows that were taken: the first 1,000."
    )


@strawberry.type
class DirectoryQuery:
    """What became of files."""

    @strawberry.field(description="What became of a file, row by row; null while its job is not done, or for no job.")
    def directory_import(self, id: JobId) -> DirectoryImport | None:
        """Return the report of a job."""
        found = report_of(job_id=decode_as(id, "Job"))
        return _report(found) if found else None


@strawberry.type
class DirectoryMutation:
    """Bringing in files."""

    @strawberry.mutation(
        description="Bring in departments, units or people from a file, as a job: each row or person wholly or not at "
        "all, and the same file again changes nothing. People also take the scope members:write, and nobody gives "
        "more than they hold."
    )
    def import_directory(self, info: Info, input: ImportDirectoryInput) -> ImportDirectoryPayload:
        """Ask for a file to be taken."""
        return sent(
            lambda: request_directory(
                actor=info.context.actor,
                kind=str(input.kind.value),
                name=input.file_name,
                content=input.content,
                origin=info.context.request.build_absolute_uri("/").rstrip("/") if input.invite else None,
                replaces=input.replace,
                dry_run=input.dry_run,
            ),
            payload=ImportDirectoryPayload,
        )


def _report(found: dict[str, Any]) -> DirectoryImport:
    lines = {name: [DirectoryLine(**one) for one in found[name]] for name in ("refusals", "notes")}
    plain = {name: found[name] for name in _PLAIN}
    made: DirectoryImport = DirectoryImport(**{"kind": DirectoryKind(found["kind"]), **plain, **lines})
    return made
