"""What scheduled work has been done in this company, so that no message can do it twice."""

from django.db import models

from tenants.models.company_model import CompanyModel


class DueState(models.TextChoices):
    """Where a piece of scheduled work stands."""

    QUEUED = "queued", "Asked for"
    RUNNING = "running", "Being done"
    DONE = "done", "Done"
    FAILED = "failed", "Given up after several attempts"


class DueWork(CompanyModel):
    """One piece of scheduled work of one time window. Doing it again, or a second message for it, changes nothing."""

    task = models.CharField(max_length=60, help_text="What is to be done, for example score.")
    window = models.DateTimeField(help_text="Start of the time window that the work is for.")
    state = models.CharField(max_length=10, choices=DueState, default=DueState.QUEUED, help_text="Where it stands.")
    attempts = models.PositiveIntegerField(default=0, help_text="How often it has been tried.")
    started_at = models.DateTimeField(null=True, blank=True, help_text="When the newest attempt began.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When it was done or given up.")
    error = models.TextField(blank=True, help_text="What went wrong in the newest attempt; empty when nothing did.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_duework"
        ordering = ("-window", "task")
        constraints = [models.UniqueConstraint(fields=["task", "window"], name="duework_once_per_window")]

    def __str__(self) -> str:
        return f"{self.task} {self.window:%Y-%m-%d %H:%M} {self.state}"
