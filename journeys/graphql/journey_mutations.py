"""Changes of journeys and of their drafts."""

from typing import Any

import strawberry
from django.utils import timezone

from journeys.graphql import journey_inputs as told
from journeys.services import blueprints, journeys, stages, versions
from tenants.graphql.changes import attempt, company_of, given
from tenants.graphql.context import Info
from tenants.graphql.ids import encode

DRAFT, STAGE, PLACE = "JourneyVersion", "Stage", "StageTouchpoint"


@strawberry.type
class JourneyMutation:
    """Changes of journeys."""

    @strawberry.mutation(description="Create a journey, with an empty draft as its first version.")
    def create_journey(self, info: Info, input: told.CreateJourneyInput) -> told.JourneyPayload:
        """Create a journey."""
        return _journey(journeys.create_journey, info, given(input))

    @strawberry.mutation(description="Change names, kind or parent of a journey.")
    def update_journey(self, info: Info, input: told.UpdateJourneyInput) -> told.JourneyPayload:
        """Change a journey."""
        return _journey(journeys.update_journey, info, given(input, id="Journey"))

    @strawberry.mutation(description="Take a journey out of use: it is scored no more, and its history stays.")
    def archive_journey(self, info: Info, input: told.JourneyIdInput) -> told.JourneyPayload:
        """Archive a journey."""
        return _journey(journeys.archive_journey, info, given(input, id="Journey"))

    @strawberry.mutation(description="Put an archived journey back into use.")
    def restore_journey(self, info: Info, input: told.JourneyIdInput) -> told.JourneyPayload:
        """Restore a journey."""
        return _journey(journeys.restore_journey, info, given(input, id="Journey"))

    @strawberry.mutation(description="Create a journey with the stages of a version, such as a to-be beside an as-is.")
    def copy_journey(self, info: Info, input: told.CopyJourneyInput) -> told.JourneyPayload:
        """Copy a journey."""
        return _journey(journeys.copy_journey, info, given(input, version_id=DRAFT))

    @strawberry.mutation(
        description="Give a company that has no journey those of an industry, with touchpoints, channels and personas."
    )
    def apply_blueprint(self, info: Info, input: told.ApplyBlueprintInput) -> told.ApplyBlueprintPayload:
        """Apply a blueprint."""
        return attempt(
            told.ApplyBlueprintPayload,
            "journeys",
            lambda: blueprints.start_from_blueprint(
                actor=info.context.actor,
                company=company_of(info),
                industry=str(input.industry.value),
                now=timezone.now(),
            ),
        )


@strawberry.type
class DraftMutation:
    """Changes of drafts. A version that is or was in force never changes."""

    @strawberry.mutation(description="Draft the next version of a journey as a copy of its newest.")
    def draft_journey_version(self, info: Info, input: told.DraftJourneyVersionInput) -> told.JourneyVersionPayload:
        """Draft a version."""
        return _draft(versions.draft_version, info, given(input, journey_id="Journey"))

    @strawberry.mutation(description="Put a draft into force; the version it replaces is archived, neither changes.")
    def publish_journey_version(self, info: Info, input: told.JourneyVersionIdInput) -> told.JourneyVersionPayload:
        """Publish a draft."""
        return _draft(versions.publish_version, info, {**given(input, version_id=DRAFT), "as_of": timezone.now()})

    @strawberry.mutation(description="Throw a draft away.")
    def discard_journey_version(self, info: Info, input: told.JourneyVersionIdInput) -> told.DeletePayload:
        """Discard a draft."""
        asked = given(input, version_id=DRAFT)
        return attempt(
            told.DeletePayload,
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
        return _draft(stages.place_touchpoint, info, given(input, version_id=DRAFT, stage_id=STAGE))

    @strawberry.mutation(description="Take a touchpoint out of a stage of a draft.")
    def remove_placement(self, info: Info, input: told.RemovePlacementInput) -> told.JourneyVersionPayload:
        """Remove a place."""
        return _draft(stages.remove_placement, info, given(input, version_id=DRAFT, placement_id=PLACE))

    @strawberry.mutation(description="Put the touchpoints of a stage of a draft into another order.")
    def reorder_placements(self, info: Info, input: told.ReorderPlacementsInput) -> told.JourneyVersionPayload:
        """Reorder places."""
        asked = given(input, version_id=DRAFT, stage_id=STAGE, placement_ids=PLACE)
        return _draft(stages.reorder_placements, info, asked)


def _journey(change: Any, info: Info, asked: dict[str, Any]) -> told.JourneyPayload:
    return attempt(told.JourneyPayload, "journey", lambda: change(actor=info.context.actor, **asked))


def _draft(change: Any, info: Info, asked: dict[str, Any]) -> told.JourneyVersionPayload:
    return attempt(told.JourneyVersionPayload, "journey_version", lambda: change(actor=info.context.actor, **asked))
