"""Changes of the drafts of journeys."""

from typing import Any

import strawberry
from django.utils import timezone

from journeys.graphql import draft_inputs as told
from journeys.graphql.deleting import DeletePayload
from journeys.services import placements, stages, versions
from tenants.graphql.changes import attempt, given
from tenants.graphql.context import Info
from tenants.graphql.ids import encode

DRAFT, STAGE, PLACE = "JourneyVersion", "Stage", "StageTouchpoint"


@strawberry.type
class DraftMutation:
    """Changes of drafts. A version that is or was in force never changes."""

    @strawberry.mutation(description="Draft the next version of a journey as a copy of its newest, or of another.")
    def draft_journey_version(self, info: Info, input: told.DraftJourneyVersionInput) -> told.JourneyVersionPayload:
        """Draft a version."""
        return _draft(versions.draft_version, info, given(input, journey_id="Journey", copy_of=DRAFT))

    @strawberry.mutation(description="Put a draft into force; the version it replaces is archived, neither changes.")
    def publish_journey_version(self, info: Info, input: told.JourneyVersionIdInput) -> told.JourneyVersionPayload:
        """Publish a draft."""
        return _draft(versions.publish_version, info, {**given(input, version_id=DRAFT), "as_of": timezone.now()})

    @strawberry.mutation(description="Throw a draft away.")
    def discard_journey_version(self, info: Info, input: told.JourneyVersionIdInput) -> DeletePayload:
        """Discard a draft."""
        asked = given(input, version_id=DRAFT)
        return attempt(
            DeletePayload,
            "deleted_id",
            lambda: encode(DRAFT, versions.discard_version(actor=info.context.actor, **asked)),
        )

    @strawberry.mutation(description="Add a stage to a draft.")
    def create_stage(self, info: Info, input: told.CreateStageInput) -> told.JourneyVersionPayload:
        """Add a stage."""
        return _draft(stages.create_stage, info, given(input, version_id=DRAFT))

    @strawberry.mutation(description="Rename a stage of a draft.")
    def update_stage(self, info: Info, input: told.UpdateStageInput) -> told.JourneyVersionPayload:
        """Rename a stage."""
        return _draft(stages.update_stage, info, given(input, version_id=DRAFT, stage_id=STAGE))

    @strawberry.mutation(description="Take a stage out of a draft, with the places in it.")
    def delete_stage(self, info: Info, input: told.DeleteStageInput) -> told.JourneyVersionPayload:
        """Take a stage out."""
        return _draft(stages.delete_stage, info, given(input, version_id=DRAFT, stage_id=STAGE))

    @strawberry.mutation(description="Put the stages of a draft into another order.")
    def reorder_stages(self, info: Info, input: told.ReorderStagesInput) -> told.JourneyVersionPayload:
        """Reorder stages."""
        return _draft(stages.reorder_stages, info, given(input, version_id=DRAFT, stage_ids=STAGE))

    @strawberry.mutation(description="Give a touchpoint a place in a stage of a draft, or move it within the stage.")
    def place_touchpoint(self, info: Info, input: told.PlaceTouchpointInput) -> told.JourneyVersionPayload:
        """Place a touchpoint."""
        return _draft(placements.place_touchpoint, info, given(input, version_id=DRAFT, stage_id=STAGE))

    @strawberry.mutation(description="Take a touchpoint out of a stage of a draft.")
    def remove_placement(self, info: Info, input: told.RemovePlacementInput) -> told.JourneyVersionPayload:
        """Remove a place."""
        return _draft(placements.remove_placement, info, given(input, version_id=DRAFT, placement_id=PLACE))

    @strawberry.mutation(description="Put the touchpoints of a stage of a draft into another order.")
    def reorder_placements(self, info: Info, input: told.ReorderPlacementsInput) -> told.JourneyVersionPayload:
        """Reorder places."""
        asked = given(input, version_id=DRAFT, stage_id=STAGE, placement_ids=PLACE)
        return _draft(placements.reorder_placements, info, asked)


def _draft(change: Any, info: Info, asked: dict[str, Any]) -> told.JourneyVersionPayload:
    return attempt(told.JourneyVersionPayload, "journey_version", lambda: change(actor=info.context.actor, **asked))
