"""Changes of long work."""

import strawberry

from tenants.graphql.changes import attempt, errors_field
from tenants.graphql.context import Info
from tenants.graphql.ids import decode_as
from tenants.graphql.types import JobType
from tenants.graphql.user_errors import UserError
from tenants.jobs.services.withdrawing import withdraw_job


@strawberry.input(description="Which job to stop.")
class CancelJobInput:
    """Which job to stop."""

    id: strawberry.ID = strawberry.field(description="Id of the job.")


@strawberry.type(description="The job that was stopped, or what is wrong.")
class CancelJobPayload:
    """The job that was stopped."""

    job: JobType | None = strawberry.field(description="The job; null when refused.")
    user_errors: list[UserError] = errors_field()


@strawberry.type
class JobMutation:
    """Changes of long work."""

    @strawberry.mutation(
        description="Stop a job that waits or runs; a worker that has begun it notices at its next step, and what it "
        "has stored by then stays."
    )
    def cancel_job(self, info: Info, input: CancelJobInput) -> CancelJobPayload:
        """Stop a job."""
        key = decode_as(input.id, "Job")
        return attempt(CancelJobPayload, "job", lambda: withdraw_job(actor=info.context.actor, job_id=key))
