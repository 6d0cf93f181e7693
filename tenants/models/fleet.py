"""What became of each company when the code of the installation was renewed. In the public schema."""

from django.db import models

from tenants.models.ids import uuid7


class MigrationResult(models.Model):
    """What one run of `tenant migrate` did to one company."""

    class State(models.TextChoices):
        """How it ended."""

        DONE = "done"
        FAILED = "failed"
        NOT_TRIED = "not_tried", "Not tried: too many others had failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.UUIDField(help_text="Id of the run; all companies of a run share it.")
    slug = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State)
    method = models.CharField(max_length=10, help_text="migrated, replayed, current or failed.")
    migrations = models.BigIntegerField(default=0, help_text="How many migrations were run.")
    attempts = models.BigIntegerField(default=1, help_text="How often it was tried, when locks were held.")
    seconds = models.FloatField(default=0.0, help_text="Wall time.")
    error = models.TextField(blank=True, help_text="Why it failed; empty when it did not.")
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["slug", "-finished_at"], name="tenants_migrationresult_last")]

    def __str__(self) -> str:
        return f"{self.slug}: {self.state}"
