"""Long work as a row, so that a lost broker or a killed worker loses nothing."""

from django.db import models

from tenants.models.company_model import CompanyModel


class Job(CompanyModel):
    """A piece of long work: what was asked, how far it is, what came of it."""

    class State(models.TextChoices):
        """Where a job is in its life."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=64, help_text="Which runner does it: a key of the setting JOB_RUNNERS.")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    total = models.BigIntegerField(null=True, blank=True, help_text="Steps in all, when known.")
    done = models.BigIntegerField(default=0, help_text="Steps finished.")
    params = models.JSONField(default=dict, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True, help_text="Why the last attempt failed.")
    key = models.CharField(
        max_length=200, null=True, blank=True, unique=True, help_text="Starting a job twice with one key gives one job."
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often a worker has begun it.")
    not_before = models.DateTimeField(null=True, blank=True, help_text="Earliest time of the next attempt.")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True, help_text="When its worker last gave a sign of life.")
    requested_by = models.CharField(max_length=200, blank=True, help_text="Who asked: an actor's name.")

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(state__in=["queued", "running"]), name="jobs_job_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
