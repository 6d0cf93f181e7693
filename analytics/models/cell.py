"""Cells: the integer counters from which every number is computed."""

from django.db import models

from tenants.models.company_model import GuardedModel


class Cell(GuardedModel):
    """One addition to the counters of a scope, a period and a group of customers.

    Cells of the same key add up: a run appends what changed and never rewrites what stands, so the order in which
    facts arrived cannot matter. `payload` is a packed array of (counter number, signed increment); compaction replaces
    the cells of a key by their sum. Everything here can be rebuilt from the facts.
    """

    class Kind(models.TextChoices):
        """What the counters are about."""

        SEGMENT = "segment", "customers of a segment, by month"
        UNIT = "unit", "answers about a unit, by month"
        CHANNEL = "channel", "answers through a channel, by month"
        DAY = "day", "answers of a segment, by day"
        UNIT_DAY = "unitday", "answers about a unit, by day"
        CHANNEL_DAY = "channelday", "answers through a channel, by day"
        CONTACT = "contact", "contacts of a segment, by day"
        HISTORY = "history", "purchase histories of customers at a loyalty level, by month of change"
        SPEND = "spend", "spending of those who bought again, by month of change"
        COHORT = "cohort", "revenue by the month that won the customer, by month"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, help_text="What the counters are about.")
    scope = models.IntegerField(help_text="Position of the segment, unit or channel in the layout.")
    period = models.IntegerField(help_text="Month number (year * 12 + month - 1), or day number since 1970-01-01.")
    bucket = models.SmallIntegerField(help_text="Group of customers; the jackknife leaves out one at a time.")
    payload = models.BinaryField(help_text="Packed (counter: uint32, increment: int64) pairs, little-endian.")

    class Meta:
        db_table = "analytics_cell"
        indexes = [models.Index(fields=["kind", "period"], name="analytics_cell_kind_period")]

    def __str__(self) -> str:
        return f"{self.kind} {self.scope} {self.period} {self.bucket}"
