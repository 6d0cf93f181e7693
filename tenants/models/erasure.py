"""Who was erased from which company, as hashes only. In the public schema, which a company's archive does not hold."""

from django.db import models
from django.db.models.functions import Now

from tenants.models.ids import uuid7


class Erasure(models.Model):
    """One erasure, to be done again when a company comes back from an archive that was made before it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lineage = models.CharField(
        max_length=64,
        db_index=True,
        help_text="Hash of the secret with which the hashes were made; a company and its copies share it.",
    )
    hashes = models.JSONField(default=list, help_text="Keyed hashes of the person's identifiers.")
    rows = models.JSONField(default=dict, help_text="Ids of rows whose texts named the person, by table.")
    erased_at = models.DateTimeField(help_text="When it was done.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was noted here.")

    class Meta:
        ordering = ["erased_at"]

    def __str__(self) -> str:
        return f"{self.lineage[:8]} {self.erased_at:%Y-%m-%d}"
