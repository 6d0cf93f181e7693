"""The scores of one scope in one run, as columns that can be listed, filtered and ordered."""

from django.db import models

from analytics.models.score_run import ScoreRun
from tenants.models.company_model import CompanyModel


class ScopeKind(models.TextChoices):
    """What a score is about."""

    COMPANY = "company", "The company as a whole"
    JOURNEY = "journey", "A journey: all its touchpoints"
    STAGE = "stage", "A stage of a journey"
    TOUCHPOINT = "touchpoint", "A touchpoint"
    SEGMENT = "segment", "A segment of customers"
    UNIT = "unit", "A unit, with the units below it"
    CHANNEL = "channel", "A channel"


class Evidence(models.TextChoices):
    """What a score rests on."""

    OBSERVED = "observed", "The scope's own answers and customers' own behaviour"
    BORROWED = "borrowed", "Partly or wholly the level of the larger scope"
    PRIOR = "prior", "Assumptions only"


class Figure(models.TextChoices):
    """A figure of a score that can be followed over periods."""

    VALUE = "value", "Experience value, 0 to 100"
    EMOTIONAL = "emotional", "Emotional value, 0 to 100"
    FUNCTIONAL = "functional", "Functional value, 0 to 100"
    SOCIAL = "social", "Social value, 0 to 100"
    NPS = "nps", "Net promoter score, -100 to 100"
    CSAT = "csat", "Share of 4 and 5 in satisfaction, per cent"
    CES = "ces", "Mean ease, 1 to 7"
    LOYALTY = "loyalty", "Mean loyalty, 0 to 10"
    RETURN_INDEX = "return_index", "Return index, 100 = the company's reference period"
    REACH = "reach", "Share of respondents who met the touchpoint"
    IMPORTANCE = "importance", "Share of the explained loyalty that is the touchpoint's"
    SLOPE = "slope", "Loyalty points for one point more at the touchpoint"
    RETURN_PER_POINT = "return_per_point", "Money for one point more of 10 over the horizon"
    VALUE_AT_STAKE = "value_at_stake", "Money up to the best peer's experience"
    EXPECTATION_GAP = "expectation_gap", "Experience minus expectation, points of 0-10"
    RESPONSE_RATE = "response_rate", "Answers for each contact of a touchpoint, 0 to 1"


class ScopeScore(CompanyModel):
    """The experience value and experience return of one scope in one period."""

    run = models.ForeignKey(ScoreRun, on_delete=models.CASCADE, related_name="scopes", help_text="Run it belongs to.")
    kind = models.CharField(max_length=12, choices=ScopeKind, help_text="What the score is about.")
    code = models.CharField(max_length=250, blank=True, help_text="Code of the scope; empty for the company.")
    n = models.PositiveBigIntegerField(help_text="Number of answers that the experience value rests on.")
    status = models.CharField(max_length=12, help_text="ok, or insufficient when there are too few answers.")
    evidence = models.CharField(max_length=10, choices=Evidence, help_text="What the score rests on.")
    value = models.FloatField(null=True, blank=True, help_text="Experience value, 0 to 100; null when insufficient.")
    value_low = models.FloatField(null=True, blank=True, help_text="Lower end of the value's 90 % interval.")
    value_high = models.FloatField(null=True, blank=True, help_text="Upper end of the value's 90 % interval.")
    return_per_point = models.FloatField(
        null=True, blank=True, help_text="Money that one point more (of 0 to 10) is worth over the horizon."
    )
    return_low = models.FloatField(null=True, blank=True, help_text="Lower end of the return's 90 % interval.")
    return_high = models.FloatField(null=True, blank=True, help_text="Upper end of the return's 90 % interval.")
    figures = models.JSONField(help_text="All figures of the scope by name, each with interval, n, status and method.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_scopescore"
        ordering = ("run", "kind", "code")
        constraints = [models.UniqueConstraint(fields=["run", "kind", "code"], name="scopescore_once_per_run")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
