"""Changes of touchpoints, channels and personas."""

from typing import Any

import strawberry
from django.utils import timezone

from journeys.graphql import catalogue_inputs as told
from journeys.graphql import touchpoint_inputs as touched
from journeys.graphql.deleting import DeletePayload
from journeys.services import catalogue, touchpoints
from tenants.graphql.changes import attempt, given
from tenants.graphql.context import Info
from tenants.graphql.ids import encode


@strawberry.type
class CatalogueMutation:
    """Changes of touchpoints, channels and personas."""

    @strawberry.mutation(description="Create a touchpoint.")
    def create_touchpoint(self, info: Info, input: touched.CreateTouchpointInput) -> touched.TouchpointPayload:
        """Create a touchpoint."""
        return _touchpoint(touchpoints.create_touchpoint, info, given(input))

    @strawberry.mutation(description="Describe a touchpoint; one that was only a code that came with data is mapped.")
    def update_touchpoint(self, info: Info, input: touched.UpdateTouchpointInput) -> touched.TouchpointPayload:
        """Describe a touchpoint."""
        return _touchpoint(touchpoints.update_touchpoint, info, given(input, id="Touchpoint"))

    @strawberry.mutation(description="Take a touchpoint out of use; its history stays, its code still takes answers.")
    def archive_touchpoint(self, info: Info, input: touched.TouchpointIdInput) -> touched.TouchpointPayload:
        """Archive a touchpoint."""
        asked = {**given(input, id="Touchpoint"), "now": timezone.now()}
        return _touchpoint(touchpoints.archive_touchpoint, info, asked)

    @strawberry.mutation(description="Put an archived touchpoint back into use.")
    def restore_touchpoint(self, info: Info, input: touched.TouchpointIdInput) -> touched.TouchpointPayload:
        """Restore a touchpoint."""
        return _touchpoint(touchpoints.restore_touchpoint, info, given(input, id="Touchpoint"))

    @strawberry.mutation(description="Create a channel.")
    def create_channel(self, info: Info, input: told.CreateChannelInput) -> told.ChannelPayload:
        """Create a channel."""
        asked = given(input)
        change = catalogue.create_channel
        return attempt(told.ChannelPayload, "channel", lambda: change(actor=info.context.actor, **asked))

    @strawberry.mutation(description="Describe a channel; one that was only a code that came with data is mapped.")
    def update_channel(self, info: Info, input: told.UpdateChannelInput) -> told.ChannelPayload:
        """Describe a channel."""
        asked = given(input, id="Channel")
        change = catalogue.update_channel
        return attempt(told.ChannelPayload, "channel", lambda: change(actor=info.context.actor, **asked))

    @strawberry.mutation(description="Create a persona.")
    def create_persona(self, info: Info, input: told.CreatePersonaInput) -> told.PersonaPayload:
        """Create a persona."""
        return _persona(catalogue.create_persona, info, given(input))

    @strawberry.mutation(description="Change a persona.")
    def update_persona(self, info: Info, input: told.UpdatePersonaInput) -> told.PersonaPayload:
        """Change a persona."""
        return _persona(catalogue.update_persona, info, given(input, id="Persona"))

    @strawberry.mutation(description="Remove a persona.")
    def delete_persona(self, info: Info, input: told.PersonaIdInput) -> DeletePayload:
        """Remove a persona."""
        asked = given(input, id="Persona")
        return attempt(
            DeletePayload,
            "deleted_id",
            lambda: encode("Persona", catalogue.delete_persona(actor=info.context.actor, **asked)),
        )


def _touchpoint(change: Any, info: Info, asked: dict[str, Any]) -> touched.TouchpointPayload:
    return attempt(touched.TouchpointPayload, "touchpoint", lambda: change(actor=info.context.actor, **asked))


def _persona(change: Any, info: Info, asked: dict[str, Any]) -> told.PersonaPayload:
    return attempt(told.PersonaPayload, "persona", lambda: change(actor=info.context.actor, **asked))
