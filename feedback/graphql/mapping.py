"""Letting a code that came with data stand for a touchpoint."""

import strawberry

from feedback.services.remapping import map_touchpoint
from journeys.graphql.types import TouchpointType
from journeys.models import Touchpoint
from tenants.graphql.changes import REVISION, attempt, errors_field, given, optional
from tenants.graphql.context import Info
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError
from tenants.jobs.models import Job
from tenants.tasks import enqueue_job


@strawberry.input(description="An unmapped code, and the touchpoint that it is to stand for.")
class MapTouchpointInput:
    """A code to map."""

    id: strawberry.ID = strawberry.field(description="Id of the touchpoint that is only a code.")
    target: str = strawberry.field(description="Code of the touchpoint that it stands for from now on.")
    revision: int | None = optional(REVISION)


@strawberry.type(description="The code that was mapped and the job that moves its facts, or what is wrong.")
class MapTouchpointPayload:
    """The code that was mapped."""

    touchpoint: TouchpointType | None = strawberry.field(description="The code; null when refused.")
    job: JobType | None = strawberry.field(description="The job that moves what came before; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class MappingMutation:
    """Changes of what codes stand for."""

    @strawberry.mutation(
        description="Let an unmapped code stand for a touchpoint, for ever: what comes with it is stored there, and a "
        "job moves what came before. Scores follow with the next scoring; closed periods keep their figures."
    )
    def map_touchpoint(self, info: Info, input: MapTouchpointInput) -> MapTouchpointPayload:
        """Map a code."""
        asked = given(input, id="Touchpoint")

        def mapped() -> tuple[Touchpoint, Job]:
            touchpoint, job = map_touchpoint(actor=info.context.actor, **asked)
            enqueue_job(job)
            return touchpoint, job

        return attempt(MapTouchpointPayload, "touchpoint job", mapped)
