"""Following long work."""

from datetime import datetime
from typing import Annotated, cast

import strawberry

from tenants.graphql.ids import decode_as
from tenants.graphql.live.events import Told
from tenants.graphql.nodes import rows_of
from tenants.graphql.types import JobType
from tenants.jobs.models import Job

TheJob = Annotated[strawberry.ID | None, strawberry.argument(description="Only this job; every job when left out.")]


@strawberry.type(description="A job was begun, came further or ended.")
class JobProgressed:
    """A job was begun, came further or ended."""

    event: str = strawberry.field(
        description="What happened: job.started, job.progressed, job.finished, job.failed or job.cancelled."
    )
    at: datetime = strawberry.field(description="When it happened.")
    job: JobType = strawberry.field(description="The job as it is now, which may be further than it was then.")


@strawberry.type
class JobSubscription:
    """Long work, step by step."""

    @strawberry.field(
        description="Jobs that are begun, come further or end. Progress is told with each hundredth of a job."
    )
    def job_progressed(self, job: TheJob = None) -> JobProgressed | None:
        """Return what is told of an event; None when it is about another job."""
        told = cast(Told, self)
        if job is not None and str(decode_as(job, "Job")) != told.entity_id:
            return None
        found: JobType | None = rows_of(Job).filter(pk=told.entity_id).first()
        return None if found is None else JobProgressed(event=told.type, at=told.at, job=found)
