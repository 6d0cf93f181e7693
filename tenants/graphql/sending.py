"""Long work that is asked for: a job is written down, a worker is told of it, and the payload shows it."""

from collections.abc import Callable

from tenants.graphql.changes import attempt
from tenants.jobs.models import Job
from tenants.tasks import enqueue_job


def sent[Payload](request: Callable[[], Job], *, payload: Callable[..., Payload]) -> Payload:
    """Ask for a job, send it to a worker, and return it in its payload; a refusal is told in its userErrors."""

    def asked() -> Job:
        job = request()
        enqueue_job(job)
        return job

    return attempt(payload, "job", asked)
