"""One scoring of one period: the record that figures, forecasts and decisions refer to."""

from django.db import models
from django.db.models import Q

from analytics.models.period import Period, PeriodKind
from tenants.models.company_model import CompanyModel


class RunStatus(models.TextChoices):
    """How far the figures of a period can be relied on."""

    OK = "ok", "The period and its follow-up are over"
    PROVISIONAL = "provisional", "The figures may still move: the period is open, or facts came late"
    INSUFFICIENT = "insufficient", "Too few answers for any figure"


class ScoreRun(CompanyModel):
    """The experience-return scores of one period, with everything needed to compute them again to the byte.

    The same facts, settings and model version give the same hashes in every company and in every order of arrival. A
    run whose inputs have changed is kept, and the new run becomes the current one; a closed run is never replaced.
    """

    period = models.DateField(help_text="First day of the period that is scored.")
    period_end = models.DateField(help_text="First day after the period.")
    period_kind = models.CharField(
        max_length=12, choices=PeriodKind, default=PeriodKind.MONTH, help_text="How long the period is."
    )
    label = models.CharField(
        max_length=12, help_text="Name of the period in the calendar it was scored by, such as 2026-01 or FY2026-Q1."
    )
    model_version = models.CharField(max_length=40, help_text="Version of the model that computed the figures.")
    inputs_hash = models.CharField(
        max_length=64, help_text="Hash of the data, settings and reference that the figures come from."
    )
    run_hash = models.CharField(max_length=64, help_text="Hash of the inputs, the seed and all figures.")
    layout_hash = models.CharField(
        max_length=64, help_text="Hash of the journeys that the scores of stages and journeys were put together by."
    )
    reference_hash = models.CharField(
        max_length=64, blank=True, help_text="Hash of the reference of the return index; empty when there was none."
    )
    settings_hash = models.CharField(max_length=64, help_text="Hash of the model settings.")
    mark = models.CharField(
        max_length=64, help_text="Which cells were read; when it has not changed, neither have the data."
    )
    seed = models.BigIntegerField(help_text="Seed of everything random, derived from the inputs.")
    settings_number = models.PositiveIntegerField(help_text="Version of the model settings; 0 stands for the defaults.")
    status = models.CharField(
        max_length=12, choices=RunStatus, help_text="How far the figures of the period can be relied on."
    )
    reason = models.TextField(blank=True, help_text="Why the status is not ok; empty when it is.")
    is_current = models.BooleanField(default=True, help_text="Whether this is the run that is shown for its period.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When the period was closed; null while open.")
    closed_by = models.CharField(max_length=255, blank=True, help_text="Who closed the period.")
    results = models.JSONField(help_text="All figures, as `score --json` prints them.")
    reference = models.JSONField(
        null=True,
        blank=True,
        help_text="What the return index is measured against if this period is the reference; null when it cannot be.",
    )
    has_figures = models.BooleanField(help_text="Whether any figure of the company could be given.")
    is_late = models.BooleanField(
        default=False, help_text="Whether facts came after the period had been scored as final, or closed."
    )
    created_at = models.DateTimeField(help_text="When the run was computed.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_scorerun"
        ordering = ("period", "-created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "period_end", "period_kind", "model_version", "inputs_hash"],
                name="scorerun_inputs_scored_once",
            ),
            models.UniqueConstraint(
                fields=["period", "period_end", "period_kind"],
                condition=Q(is_current=True),
                name="scorerun_one_current_per_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.status}"

    @property
    def span(self) -> Period:
        """The period that is scored."""
        return Period(self.period, self.period_end, self.period_kind, self.label)
