"""Imports and ingest requests."""

from django.db import models

from tenants.models.company_model import CompanyModel


class ImportBatch(CompanyModel):
    """One import or one ingest request, stored wholly or not at all."""

    class Kind(models.TextChoices):
        """What the batch carries."""

        CUSTOMERS = "customers", "customers"
        FEEDBACK = "feedback", "feedback"
        ORDERS = "orders", "orders"
        INTERACTIONS = "interactions", "interactions"
        UNITS = "units", "units"

    class State(models.TextChoices):
        """Where the batch stands."""

        RUNNING = "running", "running"
        DONE = "done", "done"
        UNDONE = "undone", "undone"
        FAILED = "failed", "failed"
        DRY_RUN = "dry_run", "dry run"

    kind = models.CharField(max_length=20, choices=Kind.choices, help_text="What the batch carries.")
    file_name = models.CharField(max_length=255, blank=True, default="", help_text="Name of the imported file.")
    source = models.CharField(max_length=100, blank=True, default="", help_text="Default source of its rows.")
    state = models.CharField(max_length=10, choices=State.choices, help_text="Where the batch stands.")
    accepted = models.PositiveBigIntegerField(default=0, help_text="Rows stored, corrections among them.")
    duplicates = models.PositiveBigIntegerField(default=0, help_text="Rows that were known already, word for word.")
    corrected = models.PositiveBigIntegerField(default=0, help_text="Rows that replaced an earlier version.")
    rejected = models.PositiveBigIntegerField(default=0, help_text="Rows refused, each with its reasons.")
    created_at = models.DateTimeField(help_text="Start of the batch.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="End of the batch.")
    undone_at = models.DateTimeField(null=True, blank=True, help_text="Moment at which the batch was undone.")
    requested_by = models.CharField(max_length=255, blank=True, default="", help_text="Who or what sent it.")
    idempotency_key = models.CharField(
        max_length=255, null=True, blank=True, help_text="Key under which a repeated request is recognised."
    )
    request_digest = models.CharField(
        max_length=64, blank=True, default="", help_text="SHA-256 of the request that used the idempotency key."
    )
    answer = models.JSONField(default=dict, blank=True, help_text="Answer that was given, repeated for the same key.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_importbatch"
        constraints = [
            models.UniqueConstraint(
                fields=["idempotency_key"],
                condition=models.Q(idempotency_key__isnull=False),
                name="feedback_batch_idempotency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
