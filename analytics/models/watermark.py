"""How far the aggregates have read the facts."""

from django.db import models

from tenants.models.company_model import GuardedModel


class Watermark(GuardedModel):
    """The database snapshot whose facts the cells hold, moved in the transaction that appends cells.

    A row version belongs to the cells when its transaction is finished in `snapshot` and the one that replaced it is
    not; see `analytics.aggregates.snapshots`.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    snapshot = models.TextField(blank=True, default="", help_text="pg_current_snapshot() of the last run; empty: none.")
    fingerprint = models.TextField(
        blank=True, default="", help_text="Hash of the settings that the counters depend on; a change means a rebuild."
    )
    appended = models.BigIntegerField(default=0, help_text="Cells appended since the last compaction.")
    compacted = models.BigIntegerField(default=0, help_text="Cells that the last compaction left.")
    refreshed_at = models.DateTimeField(null=True, help_text="When the cells were last brought up to date.")

    class Meta:
        db_table = "analytics_watermark"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="analytics_watermark_single")]

    def __str__(self) -> str:
        return self.snapshot or "nothing read yet"
