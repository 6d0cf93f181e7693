"""The life of a job: started, run by a worker, finished, failed, found again when its worker died."""

from tenants.jobs.services.lifecycle import (
    JobLost,
    cancel_job,
    claim_job,
    fail_job,
    finish_job,
    report_progress,
    start_job,
)
from tenants.jobs.services.running import UnknownJobKind, run_job
from tenants.jobs.services.sweep import sweep_jobs

__all__ = [
    "JobLost",
    "UnknownJobKind",
    "cancel_job",
    "claim_job",
    "fail_job",
    "finish_job",
    "report_progress",
    "run_job",
    "start_job",
    "sweep_jobs",
]
