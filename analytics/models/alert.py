"""What a chart has noticed, and what people did about it."""

from django.db import models

from tenants.models.company_model import CompanyModel


class ChartMetric(models.TextChoices):
    """What a chart shows by day."""

    MEAN = "mean", "Mean score on the scale 0 to 10; for the company, the loyalty outcome on its own scale"
    NPS = "nps", "Net promoter score, -100 to 100"
    DETRACTORS = "detractors", "Share of detractors (0 to 6 of 10), 0 to 1"
    ANSWERS = "answers", "Number of answers"


class ChartStatus(models.TextChoices):
    """How far a control chart can be relied on."""

    OK = "ok", "60 days or more to compare with"
    PROVISIONAL = "provisional", "28 to 59 days to compare with"
    INSUFFICIENT = "insufficient", "Too little to compare with: no points"


class AlertKind(models.TextChoices):
    """What sort of change was noticed."""

    SHIFT = "shift", "The level has moved: the mean over some days is beyond its limit"
    SPIKE = "spike", "A single day, or some in a row, beyond the limit of one day"


class AlertDirection(models.TextChoices):
    """Which way a metric moved; whether that is good depends on the metric."""

    UP = "up", "More than expected"
    DOWN = "down", "Less than expected"


class AlertState(models.TextChoices):
    """What has become of an alert."""

    OPEN = "open", "Nobody has looked at it yet"
    ACKNOWLEDGED = "acknowledged", "Somebody looks after it"
    RESOLVED = "resolved", "It is dealt with"
    WITHDRAWN = "withdrawn", "Facts that came late explain it; nobody had acknowledged it"


class Alert(CompanyModel):
    """A change that a control chart noticed: one a chart and excursion, dated on the first day beyond the limit.

    Alerts are kept. When facts come late, those that nobody has acknowledged are withdrawn or brought up to date; those
    that somebody looks after stay as they were seen.
    """

    chart = models.CharField(max_length=270, help_text="Key of the chart: code of the touchpoint, slash, metric.")
    touchpoint = models.CharField(
        max_length=250, blank=True, help_text="Code of the touchpoint; empty for the company as a whole."
    )
    metric = models.CharField(max_length=12, choices=ChartMetric, help_text="What the chart shows.")
    day = models.DateField(help_text="First day beyond the limit.")
    last_day = models.DateField(
        help_text="Last day known so far before the chart came back: to its centre for a shift, inside for a spike."
    )
    kind = models.CharField(max_length=8, choices=AlertKind, help_text="What sort of change was noticed.")
    direction = models.CharField(max_length=6, choices=AlertDirection, help_text="Which way the metric moved.")
    state = models.CharField(
        max_length=12, choices=AlertState, default=AlertState.OPEN, help_text="What has become of the alert."
    )
    n = models.PositiveBigIntegerField(help_text="Number of answers of the day.")
    value = models.FloatField(help_text="The metric on the day.")
    expected = models.FloatField(help_text="What was expected of the day, its weekday and who answered included.")
    z = models.FloatField(help_text="How far the day was off, in its own standard errors.")
    level = models.FloatField(help_text="What was compared: the chart's EWMA for a shift, the metric for a spike.")
    limit = models.FloatField(help_text="The limit it went beyond.")
    reasons = models.JSONField(
        help_text="Codes for the explanation in words, each with its numbers, such as shift_down or autocorrelated."
    )
    inputs_hash = models.CharField(max_length=64, help_text="Hash of the data and settings that the chart came from.")
    settings_number = models.PositiveIntegerField(help_text="Version of the model settings; 0 stands for the defaults.")
    created_at = models.DateTimeField(help_text="When the alert was raised.")
    changed_at = models.DateTimeField(help_text="When its state or its figures last changed.")
    changed_by = models.CharField(
        max_length=255, blank=True, help_text="Who acknowledged or resolved it; empty for the regular work."
    )
    note = models.TextField(blank=True, help_text="What was written when it was acknowledged or resolved.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_alert"
        ordering = ("-day", "-id")
        indexes = [models.Index(fields=["day", "id"], name="alert_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["chart", "kind", "direction", "day"], name="alert_once_per_chart_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.chart} {self.day} {self.kind} {self.direction} {self.state}"
