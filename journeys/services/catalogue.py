"""Channels and personas as people describe them."""

from uuid import UUID

from django.db import transaction

from journeys.models import Channel, Persona
from journeys.services.changing import changed, created, locked, subject_of, tell, told
from journeys.services.references import UnknownChannel
from tenants.access import Actor, Refusal
from tenants.audit.services import record


class UnknownPersona(Refusal):
    """There is no such persona."""


@transaction.atomic
def create_channel(*, actor: Actor, code: str, **values: object) -> Channel:
    """Create a channel; its code never changes. Raises BadCode, CodeTaken and BadValue."""
    return created(Channel(code=code, **values), actor=actor, kind="channel")


@transaction.atomic
def update_channel(*, actor: Actor, id: UUID, revision: int | None = None, **changes: object) -> Channel:
    """Describe a channel; one that was only a code that came with data is mapped by that.

    Raises UnknownChannel, Conflict and BadValue.
    """
    channel = locked(Channel, id, unknown=UnknownChannel, revision=revision)
    changed(channel, {**changes, "is_mapped": True}, actor=actor, kind="channel")
    return channel


@transaction.atomic
def create_persona(*, actor: Actor, code: str, **values: object) -> Persona:
    """Create a persona; its code never changes. Raises BadCode, CodeTaken and BadValue."""
    return created(Persona(code=code, **values), actor=actor, kind="persona")


@transaction.atomic
def update_persona(*, actor: Actor, id: UUID, revision: int | None = None, **changes: object) -> Persona:
    """Change a persona. Raises UnknownPersona, Conflict and BadValue."""
    persona = locked(Persona, id, unknown=UnknownPersona, revision=revision)
    changed(persona, changes, actor=actor, kind="persona")
    return persona


@transaction.atomic
def delete_persona(*, actor: Actor, id: UUID, revision: int | None = None) -> UUID:
    """Remove a persona, to which nothing points; return its id. Raises UnknownPersona and Conflict."""
    persona = locked(Persona, id, unknown=UnknownPersona, revision=revision)
    record(actor=actor, action="persona.deleted", subject=subject_of(persona, "persona"), before=told(persona))
    tell(persona, kind="persona", happened="deleted")
    persona.delete()
    return id
