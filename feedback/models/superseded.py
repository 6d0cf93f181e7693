"""Images of facts that were corrected, moved or removed."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from tenants.models.company_model import CompanyModel


class Superseded(CompanyModel):
    """The row of a fact as it was before a transaction replaced or removed it; never changed afterwards.

    For a watermark W no newer than the oldest open transaction, the facts at W are the current rows with `xid < W`
    and the images with `xid < W <= replaced_xid`.
    """

    class Kind(models.TextChoices):
        """Which table the image comes from."""

        CUSTOMERS = "customers", "customers"
        FEEDBACK = "feedback", "feedback"
        ORDERS = "orders", "orders"
        INTERACTIONS = "interactions", "interactions"

    kind = models.CharField(max_length=20, choices=Kind.choices, help_text="Sort of fact.")
    fact_id = models.UUIDField(help_text="Id of the fact.")
    xid = models.BigIntegerField(help_text="Transaction that had written the image.")
    replaced_xid = models.BigIntegerField(help_text="Transaction that replaced it.")
    batch_id = models.UUIDField(help_text="Batch that had written the image.")
    replaced_batch_id = models.UUIDField(
        null=True, blank=True, help_text="Batch that replaced it; empty when it was undone, moved or erased."
    )
    row = models.JSONField(help_text="The row, column by column.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_superseded"
        indexes = [
            models.Index(fields=["fact_id"], name="feedback_superseded_fact"),
            models.Index(
                fields=["replaced_batch_id"],
                condition=models.Q(replaced_batch_id__isnull=False),
                name="feedback_superseded_by",
            ),
            BrinIndex(fields=["replaced_xid"], autosummarize=True, name="feedback_superseded_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fact_id} until {self.replaced_xid}"
