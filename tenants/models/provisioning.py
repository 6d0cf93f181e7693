"""How companies' schemas came to be: the recorded statements, and each set-up. In the public schema."""

from django.db import models

from tenants.models.ids import uuid7


class RecordedDdl(models.Model):
    """The statements that make an empty schema a company's schema, as one run of the migrations sent them.

    They hold no schema name: run under a search path, they build there. The key is a digest of all migration
    files, so an edited or added migration is recorded anew.
    """

    state_hash = models.CharField(primary_key=True, max_length=64)
    statements = models.TextField(help_text="SQL, separated by semicolons.")
    migrations = models.JSONField(help_text="[app, name] of every migration the statements stand for, in order.")
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.state_hash[:12]


class ProvisioningRun(models.Model):
    """One set-up of a company: how it went and how long it took."""

    class State(models.TextChoices):
        """How the set-up ended."""

        DONE = "done"
        FAILED = "failed"

    class Method(models.TextChoices):
        """Replayed statements, or the migrations themselves."""

        RECORDED = "recorded"
        MIGRATED = "migrated"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State)
    method = models.CharField(max_length=10, choices=Method)
    seconds = models.FloatField(help_text="Wall time of the set-up.")
    error = models.TextField(blank=True, help_text="Why it failed; empty when it did not.")
    finished_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.slug}: {self.state}"
