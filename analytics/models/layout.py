"""The positions that counters give to touchpoints, segments, units and channels."""

from django.db import models

from tenants.models.company_model import GuardedModel


class LayoutEntry(GuardedModel):
    """The position of one code; given once, never reused, so that counters keep their meaning when codes are added."""

    class Kind(models.TextChoices):
        """What the code names."""

        TOUCHPOINT = "touchpoint", "touchpoint"
        SEGMENT = "segment", "segment"
        UNIT = "unit", "unit"
        CHANNEL = "channel", "channel"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, help_text="What the code names.")
    code = models.TextField(help_text="Code of the touchpoint, unit or channel, or name of the segment.")
    position = models.IntegerField(help_text="Place in the counters, from 0.")

    class Meta:
        db_table = "analytics_layout"
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="analytics_layout_code"),
            models.UniqueConstraint(fields=["kind", "position"], name="analytics_layout_position"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} = {self.position}"
