"""Changes of journeys."""

from typing import Any

import strawberry
from django.utils import timezone

from journeys.graphql import journey_inputs as told
from journeys.services import blueprints, journeys
from tenants.graphql.changes import attempt, company_of, given
from tenants.graphql.context import Info


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
        return _journey(journeys.copy_journey, info, given(input, version_id="JourneyVersion"))

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


def _journey(change: Any, info: Info, asked: dict[str, Any]) -> told.JourneyPayload:
    return attempt(told.JourneyPayload, "journey", lambda: change(actor=info.context.actor, **asked))
