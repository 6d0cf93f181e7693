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
    """One set-up of a company: its steps, how it went and how long it took.

    Each step is one transaction that also notes the step here, so a run that was cut off is continued at the first
    step that is not noted.
    """

    class State(models.TextChoices):
        """Where the set-up is."""

        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    class Method(models.TextChoices):
        """Replayed statements, the migrations themselves, or an archive."""

        RECORDED = "recorded"
        MIGRATED = "migrated"
        RESTORED = "restored"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=40, help_text="Slug of the company that is set up.")
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING, help_text="Where the set-up is.")
    method = models.CharField(
        max_length=10, choices=Method, blank=True, help_text="How its tables were made; empty before they are."
    )
    steps = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="The steps that are done, in order: name and wall seconds of each.",
    )
    admin_email = models.CharField(
        max_length=254, blank=True, default="", db_default="", help_text="Whom the set-up makes the first owner."
    )
    origin = models.CharField(
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text="Address of the company's host, named in the mail that invites its first owner; empty: no mail.",
    )
    with_demo = models.BooleanField(
        default=False, db_default=False, help_text="Whether the company is filled with demonstration data at the end."
    )
    seconds = models.FloatField(default=0.0, help_text="Wall time of the steps that are done.")
    error = models.TextField(blank=True, help_text="Why it failed; empty when it did not.")
    requested_by = models.CharField(
        max_length=255, blank=True, default="", db_default="", help_text="Who asked for it."
    )
    created_at = models.DateTimeField(null=True, blank=True, help_text="When it was begun.")
    finished_at = models.DateTimeField(auto_now=True, help_text="When a step was last noted; the end once it is over.")

    def __str__(self) -> str:
        return f"{self.slug}: {self.state}"
