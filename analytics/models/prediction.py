"""Predictions: one run a period and target, with what it is worth, and a probability for each customer."""

from django.db import models
from django.db.models import Q

from tenants.models.company_model import CompanyModel


class PredictionVerdict(models.TextChoices):
    """Whether a prediction says more than a simple rule."""

    BETTER = "better", "It tells customers apart better than the best simple rule, beyond chance"
    NO_BETTER = "no_better", "It is no better than the best simple rule: use the rule"
    WORSE = "worse", "It is worse than the best simple rule, beyond chance"
    INSUFFICIENT = "insufficient", "Too little data to make or to judge a prediction"


class PredictionStatus(models.TextChoices):
    """How far a prediction can be relied on."""

    OK = "ok", "All facts of the period are in"
    PROVISIONAL = "provisional", "Facts of the period are still missing, so the probabilities may move"
    INSUFFICIENT = "insufficient", "Too little data for any probability"


class PredictionRun(CompanyModel):
    """A prediction for all known customers as of the end of a month, and how the same method did before.

    The figures are those of the method one horizon earlier, on customers whose outcome has become known since; the
    probabilities come from the method brought up to date. The same facts and settings give the same figures.
    """

    period = models.DateField(help_text="First day of the month whose last day the customers are described as of.")
    target = models.CharField(
        max_length=250, help_text="What is predicted: repurchase, attr:NAME or attr:NAME=VALUE for a label."
    )
    horizon_months = models.PositiveSmallIntegerField(help_text="Months that a repurchase is waited for; 0 for labels.")
    model_version = models.CharField(max_length=40, help_text="Version of the model that predicted.")
    inputs_hash = models.CharField(max_length=64, help_text="Hash of the customers as they were described.")
    run_hash = models.CharField(max_length=64, help_text="Hash of the inputs and of all figures.")
    settings_number = models.PositiveIntegerField(help_text="Version of the model settings; 0 stands for the defaults.")
    status = models.CharField(max_length=12, choices=PredictionStatus, help_text="How far it can be relied on.")
    reason = models.TextField(blank=True, help_text="Why the status is not ok; empty when it is.")
    verdict = models.CharField(
        max_length=12, choices=PredictionVerdict, help_text="Whether it says more than a simple rule."
    )
    customers = models.PositiveBigIntegerField(help_text="Number of customers with a probability.")
    results = models.JSONField(help_text="All figures and warnings, as `predict --json` prints them.")
    is_current = models.BooleanField(
        default=True, help_text="Whether this is the run that is shown for its period and target."
    )
    created_at = models.DateTimeField(help_text="When the run was computed.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_predictionrun"
        ordering = ("period", "target", "-created_at")
        constraints = [
            models.UniqueConstraint(
                fields=["period", "target"], condition=Q(is_current=True), name="predictionrun_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period:%Y-%m} {self.target} {self.verdict}"


class CustomerPrediction(CompanyModel):
    """What one run expects of one customer, and why. Only the run that is shown keeps its customers."""

    run = models.ForeignKey(
        PredictionRun, on_delete=models.CASCADE, db_index=False, related_name="+", help_text="Run it belongs to."
    )
    customer = models.ForeignKey(
        "feedback.Customer",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="The customer.",
    )
    risk = models.FloatField(
        help_text="Chance of losing the customer: 1 minus the probability of a repurchase, or that of the label."
    )
    probability = models.FloatField(help_text="Probability of the target, 0 to 1.")
    low = models.FloatField(help_text="Lower end of the probability's 90 % interval.")
    high = models.FloatField(help_text="Upper end of the probability's 90 % interval.")
    reasons = models.JSONField(
        help_text="What moves the probability most: code, value, and effect in log-odds relative to the average."
    )

    class Meta(CompanyModel.Meta):
        db_table = "analytics_customerprediction"
        indexes = [models.Index(fields=["run", "risk", "id"], name="customerprediction_by_risk")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.probability:.3f}"
