"""When each company's regular work is due. In the public schema, so that finding what is due opens no company."""

from django.db import models

from tenants.models.ids import uuid7
from tenants.models.tenant import Tenant


class TenantSchedule(models.Model):
    """One kind of regular work of one company: how often, when next, when last."""

    class Task(models.TextChoices):
        """What is done regularly."""

        SCORE = "score", "Aggregate what is new and score the periods"
        MONITOR = "monitor", "Look at the control charts of the day that is over and raise alerts"
        RETAIN = "retain", "Let go of what has been kept for long enough"
        SWEEP = "sweep", "Find jobs that a lost message or a dead worker left behind"

    class Cadence(models.TextChoices):
        """How often, in the company's own time zone."""

        HOURLY = "hourly", "Every hour"
        DAILY = "daily", "Every night"
        WEEKLY = "weekly", "In the night to Monday"
        MONTHLY = "monthly", "In the first night of a month"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="schedules")
    task = models.CharField(max_length=20, choices=Task)
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.DAILY)
    next_due_at = models.DateTimeField(db_index=True, help_text="The work is due from this moment on.")
    last_run_at = models.DateTimeField(null=True, blank=True, help_text="When a worker was last asked to do it.")

    class Meta:
        ordering = ["next_due_at"]
        constraints = [models.UniqueConstraint(fields=["tenant", "task"], name="tenantschedule_once_per_task")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.task} {self.cadence}"
