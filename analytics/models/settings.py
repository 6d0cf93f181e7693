"""The company's model settings: what the figures assume, in versions."""

from dataclasses import dataclass, field
from datetime import date

from django.db import models

from analytics.models.evidence import CUSTOM_METRICS, DIMENSIONS, CustomDimension, Evidence
from analytics.models.fiscal import Calendar
from tenants.models.company_model import CompanyModel


@dataclass(frozen=True, slots=True)
class CausalDiscount:
    """Prior of the share of an observed link that is causal: normal, truncated to 0..1."""

    mean: float = 0.5
    sd: float = 0.25


@dataclass(frozen=True, slots=True)
class ValueWeights:
    """Relative weights of the three value dimensions; only their proportions matter."""

    emotional: float = 1.0
    functional: float = 1.0
    social: float = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the figures assume, with the defaults of a company that has said nothing.

    Money is in the company's currency, rates are shares of 1, periods are calendar months of the company's zone.
    """

    currency: str = "CNY"
    timezone: str = "UTC"
    loyalty_outcome: str = "auto"
    window_months: int = 12
    business: str = "regular"
    follow_up_months: int = 1
    horizon_months: int = 12
    discount_rate_monthly: float = 0.01
    margin_rate: float = 1.0
    referral_incremental_share: float = 0.5
    acquisition_cost: float = 0.0
    causal_discount: CausalDiscount = field(default_factory=CausalDiscount)
    segment_attribute: str = "segment"
    touchpoint_score: str = "auto"
    half_life_days: int = 60
    minimum_n: int = 30
    value_weights: ValueWeights = field(default_factory=ValueWeights)
    value_dimensions: tuple[CustomDimension, ...] = ()
    value_evidence: tuple[Evidence, ...] = ()
    reference_period: date | None = None
    period_kinds: tuple[str, ...] = ("month",)
    fiscal_calendar: str = "months"
    fiscal_year_start: int = 1
    fiscal_year_named_by: str = "end"
    prediction_months: int = 3
    prediction_attributes: tuple[str, ...] = ()
    activity_attributes: tuple[str, ...] = ()
    predict_regularly: bool = False
    false_alarms_per_month: float = 1.0
    chart_lambda: float = 0.1

    @property
    def dimension_weights(self) -> dict[str, float]:
        """The weight of each value dimension in the experience value, the company's own dimensions included."""
        return {
            **{name: float(getattr(self.value_weights, name)) for name in DIMENSIONS},
            **{own.code: own.weight for own in self.value_dimensions},
        }

    @property
    def metric_weights(self) -> dict[str, float]:
        """The weight of each value dimension by the metric that the counters call it."""
        names = self.dimension_metrics
        return {names[name]: weight for name, weight in self.dimension_weights.items()}

    @property
    def dimension_metrics(self) -> dict[str, str]:
        """The metric by which the counters call each value dimension."""
        own = dict(zip((own.code for own in self.value_dimensions), CUSTOM_METRICS, strict=False))
        return {**{name: name for name in DIMENSIONS}, **own}

    @property
    def calendar(self) -> Calendar:
        """The company's fiscal calendar."""
        return Calendar(self.fiscal_calendar, self.fiscal_year_start, self.fiscal_year_named_by)


class ModelSettings(CompanyModel):
    """One version of the company's model settings. A version is never changed; the highest number is in force."""

    number = models.PositiveIntegerField(unique=True, help_text="Number of the version, counted from 1.")
    values = models.JSONField(help_text="All settings of the version, as `settings show` prints them.")
    created_at = models.DateTimeField(help_text="When the version came into force.")
    created_by = models.CharField(max_length=255, blank=True, help_text="Who or what brought it; empty when unknown.")

    class Meta(CompanyModel.Meta):
        db_table = "analytics_modelsettings"
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"settings {self.number}"
