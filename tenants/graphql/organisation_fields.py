"""Changing departments and units."""

from collections.abc import Callable
from typing import Any

import strawberry
from django.utils import timezone

from tenants.graphql.changes import attempt, given
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as, key_or_none
from tenants.graphql.members_types import DepartmentPayload, UnitPayload
from tenants.graphql.organisation_inputs import (
    ArchiveInput,
    CreateDepartmentInput,
    CreateUnitInput,
    MoveInput,
    UpdateDepartmentInput,
    UpdateUnitInput,
)
from tenants.members.models import Department, Unit
from tenants.members.services import archive_place, create_place, move_place, update_place

type Kind = type[Department | Unit]


def _attempt[P](payload: type[P], kind: Kind, change: Callable[[], Any]) -> P:
    return attempt(payload, kind.__name__.lower(), change)


def _create[P](payload: type[P], kind: Kind, info: Info, input: CreateDepartmentInput | CreateUnitInput) -> P:
    asked = given(input, parent=kind.__name__)
    parent = asked.pop("parent")
    return _attempt(payload, kind, lambda: create_place(kind, actor=info.context.actor, parent_id=parent, **asked))


def _update[P](payload: type[P], kind: Kind, info: Info, input: UpdateDepartmentInput | UpdateUnitInput) -> P:
    asked = given(input, id=kind.__name__)
    key, revision = asked.pop("id"), asked.pop("revision")
    changes = {name: value for name, value in asked.items() if value is not None}
    return _attempt(
        payload,
        kind,
        lambda: update_place(kind, actor=info.context.actor, place_id=key, revision=revision, changes=changes),
    )


def _move[P](payload: type[P], kind: Kind, info: Info, input: MoveInput) -> P:
    key, parent = decode_as(input.id, kind.__name__), key_or_none(input.parent, kind.__name__)
    return _attempt(
        payload,
        kind,
        lambda: move_place(kind, actor=info.context.actor, place_id=key, parent_id=parent, revision=input.revision),
    )


def _archive[P](payload: type[P], kind: Kind, info: Info, input: ArchiveInput) -> P:
    key, as_of = decode_as(input.id, kind.__name__), timezone.now() if input.archived else None
    return _attempt(
        payload,
        kind,
        lambda: archive_place(kind, actor=info.context.actor, place_id=key, revision=input.revision, as_of=as_of),
    )


@strawberry.type
class OrganisationMutation:
    """Changes of departments and units."""

    @strawberry.mutation(description="Make a department.")
    def create_department(self, info: Info, input: CreateDepartmentInput) -> DepartmentPayload:
        """Make a department."""
        return _create(DepartmentPayload, Department, info, input)

    @strawberry.mutation(description="Change a department's names.")
    def update_department(self, info: Info, input: UpdateDepartmentInput) -> DepartmentPayload:
        """Change a department."""
        return _update(DepartmentPayload, Department, info, input)

    @strawberry.mutation(description="Hang a department under another one, or at the top.")
    def move_department(self, info: Info, input: MoveInput) -> DepartmentPayload:
        """Move a department."""
        return _move(DepartmentPayload, Department, info, input)

    @strawberry.mutation(description="Put a department away, or take it back; plans that name it stay as they are.")
    def archive_department(self, info: Info, input: ArchiveInput) -> DepartmentPayload:
        """Put a department away."""
        return _archive(DepartmentPayload, Department, info, input)

    @strawberry.mutation(description="Make a unit.")
    def create_unit(self, info: Info, input: CreateUnitInput) -> UnitPayload:
        """Make a unit."""
        return _create(UnitPayload, Unit, info, input)

    @strawberry.mutation(description="Describe a unit; one whose code came with facts becomes a mapped one.")
    def update_unit(self, info: Info, input: UpdateUnitInput) -> UnitPayload:
        """Change a unit."""
        return _update(UnitPayload, Unit, info, input)

    @strawberry.mutation(description="Hang a unit, with all below it, under another one, or at the top.")
    def move_unit(self, info: Info, input: MoveInput) -> UnitPayload:
        """Move a unit."""
        return _move(UnitPayload, Unit, info, input)

    @strawberry.mutation(description="Put a unit away, or take it back; facts that name it stay as they are.")
    def archive_unit(self, info: Info, input: ArchiveInput) -> UnitPayload:
        """Put a unit away."""
        return _archive(UnitPayload, Unit, info, input)
