"""What a plan has brought, as it was evaluated on a day."""

from django.db import models

from journeys.models.plan import ActionPlan
from tenants.models.company_model import CompanyModel


class Verdict(models.TextChoices):
    """Answer to whether a plan worked."""

    WORKED = "worked", "The metric moved in the wanted direction, beyond chance"
    NO_EVIDENCE = "no_evidence", "The metric did not move beyond chance"
    HARMED = "harmed", "The metric moved in the wrong direction, beyond chance"
    CANNOT_TELL = "cannot_tell", "The data do not allow an answer"


class PlanEvaluation(CompanyModel):
    """One evaluation of an action plan. Evaluations are kept in versions: later facts give a new one."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="+", help_text="The plan.")
    number = models.PositiveIntegerField(help_text="Number of the evaluation, counted from 1 within the plan.")
    model_version = models.CharField(max_length=40, help_text="Version of the model that evaluated.")
    inputs_hash = models.CharField(max_length=64, help_text="Hash of the data and of the frozen plan.")
    design = models.CharField(max_length=120, help_text="How the comparison was made.")
    verdict = models.CharField(max_length=12, choices=Verdict, help_text="Whether the plan worked.")
    effect = models.FloatField(null=True, blank=True, help_text="Effect in the plan's metric; null when unknown.")
    effect_low = models.FloatField(null=True, blank=True, help_text="Lower end of the effect's 90 % interval.")
    effect_high = models.FloatField(null=True, blank=True, help_text="Upper end of the effect's 90 % interval.")
    results = models.JSONField(help_text="All figures, as `evaluate --json` prints them.")
    created_at = models.DateTimeField(help_text="When the plan was evaluated.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_planevaluation"
        ordering = ("plan", "-number")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="planevaluation_number_unique"),
            models.UniqueConstraint(fields=["plan", "model_version", "inputs_hash"], name="planevaluation_inputs_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number} {self.verdict}"
