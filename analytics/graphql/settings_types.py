"""The company's model settings as the API gives and takes them, in the words of `settings import`."""

from datetime import datetime
from typing import Any

import strawberry

from analytics.graphql.schedule_enums import CadenceEnum
from tenants.graphql.changes import optional

TEXTS = {
    "loyalty_outcome": "Which answer is the loyalty outcome: auto, nps, loyalty, csat or rating.",
    "window_months": "Trailing months that drivers, reach and the value curve use, 1 to 36.",
    "business": "regular (customers under contract or of habit) or noncontractual.",
    "follow_up_months": "Calendar months after an answer in which an order counts as repurchase, 1 to 12.",
    "horizon_months": "Months that a return looks ahead, 1 to 120.",
    "discount_rate_monthly": "Discount rate a month, 0 to 0.5.",
    "margin_rate": "Margin as a share of the amount, where an order has none, 0 to 1.",
    "referral_incremental_share": "Share of referred customers who would not have come otherwise, 0 to 1.",
    "acquisition_cost": "What winning a customer costs otherwise, in the company's currency.",
    "causal_discount": "Prior of the share of an observed link that is causal.",
    "segment_attribute": "Customers' attribute that names their segment, without `attr.`.",
    "touchpoint_score": "Which answer tells of a touchpoint: auto, dimensions, rating, csat or nps.",
    "half_life_days": "Days after which an answer counts half in the running value, 1 to 3,650.",
    "minimum_n": "Answers below which no figure is given.",
    "value_weights": "Weights of the three dimensions of value; at least one above 0.",
    "value_dimensions": "The company's own dimensions of value, at most as many as there are columns for.",
    "value_evidence": "Questions and attributes that tell of the dimensions.",
    "reference_period": "Month, such as 2026-01, that the return index is measured against; null for the first usable.",
    "period_kinds": "Kinds of periods that are scored regularly: day, week, month, quarter, year, fiscal ones.",
    "fiscal_calendar": "months or retail (4-4-5 weeks).",
    "fiscal_year_start": "Month in which the fiscal year begins, 1 to 12.",
    "fiscal_year_named_by": "Whether a fiscal year is named by the year of its end or its start.",
    "prediction_months": "Months ahead for which repurchase is predicted, 1 to 12.",
    "prediction_attributes": "Customers' attributes that predictions may use, without `attr.`.",
    "activity_attributes": "Customers' attributes that tell of activity, without `attr.`.",
    "predict_regularly": "Whether repurchase is predicted after each month.",
    "false_alarms_per_month": "False alarms a month that all control charts together may raise, 0.01 to 100.",
    "chart_lambda": "How fast control charts forget, 0.05 to 0.5: low sees small shifts, high sees large ones soon.",
}


def told(name: str) -> Any:
    """Return the field that shows a setting."""
    return strawberry.field(description=TEXTS[name])


def asked(name: str) -> Any:
    """Return the input field that changes a setting."""
    return optional(TEXTS[name])


@strawberry.type(description="Prior of the share of an observed link that is causal: normal, cut to 0 and 1.")
class CausalPrior:
    """Prior of the causal discount."""

    mean: float = strawberry.field(description="Mean.")
    sd: float = strawberry.field(description="Standard deviation.")


@strawberry.input(description="Prior of the share of an observed link that is causal: normal, cut to 0 and 1.")
class CausalPriorInput:
    """Prior of the causal discount."""

    mean: float = strawberry.field(description="Mean, 0.01 to 1.")
    sd: float = strawberry.field(description="Standard deviation, 0.01 to 1.")


@strawberry.type(name="ValueWeights", description="Weights of the three dimensions of value.")
class ValueWeightsType:
    """Weights of the dimensions."""

    emotional: float = strawberry.field(description="Weight of emotional value.")
    functional: float = strawberry.field(description="Weight of functional value.")
    social: float = strawberry.field(description="Weight of social value.")


@strawberry.input(description="Weights of the three dimensions of value.")
class ValueWeightsInput:
    """Weights of the dimensions."""

    emotional: float = strawberry.field(description="Weight of emotional value, 0 to 1,000.")
    functional: float = strawberry.field(description="Weight of functional value, 0 to 1,000.")
    social: float = strawberry.field(description="Weight of social value, 0 to 1,000.")


@strawberry.type(description="A dimension of value of the company's own.")
class OwnDimension:
    """A dimension of the company's own."""

    code: str = strawberry.field(description="Code of the dimension.")
    weight: float = strawberry.field(description="Weight beside the other dimensions.")


@strawberry.input(description="A dimension of value of the company's own.")
class OwnDimensionInput:
    """A dimension of the company's own."""

    code: str = strawberry.field(description="Code of 1 to 60 letters, digits, _, - and .")
    weight: float = strawberry.field(description="Weight beside the other dimensions, 0 to 1,000.")


@strawberry.type(description="A question or attribute that tells of a dimension of value.")
class EvidenceSetting:
    """A piece of evidence."""

    code: str = strawberry.field(description="Code of the question or attribute.")
    source: str = strawberry.field(description="Where it comes from.")
    dimension: str = strawberry.field(description="Dimension that it tells of.")
    low: float = strawberry.field(description="Value that stands for the worst.")
    high: float = strawberry.field(description="Value that stands for the best.")
    weight: float = strawberry.field(description="Weight beside other evidence of the dimension.")


@strawberry.input(description="A question or attribute that tells of a dimension of value.")
class EvidenceSettingInput:
    """A piece of evidence."""

    code: str = strawberry.field(description="Code of the question or attribute.")
    source: str = strawberry.field(description="Where it comes from, in the words of `settings show`.")
    dimension: str = strawberry.field(description="Dimension that it tells of.")
    low: float = strawberry.field(description="Value that stands for the worst.")
    high: float = strawberry.field(description="Value that stands for the best; it may be the lower one.")
    weight: float = strawberry.field(default=1.0, description="Weight beside other evidence of the dimension.")


@strawberry.type(description="What the figures assume: the settings in force, and the version that they are.")
class ModelSettings:
    """The settings in force."""

    version: int = strawberry.field(description="Number of the version, 0 while the company lives on the defaults.")
    currency: str = strawberry.field(description="The company's currency.")
    timezone: str = strawberry.field(description="The company's time zone.")
    scoring_cadence: CadenceEnum = strawberry.field(description="How often the company is scored by itself.")
    next_scoring_at: datetime | None = strawberry.field(description="When next; null before the first schedule.")
    loyalty_outcome: str = told("loyalty_outcome")
    window_months: int = told("window_months")
    business: str = told("business")
    follow_up_months: int = told("follow_up_months")
    horizon_months: int = told("horizon_months")
    discount_rate_monthly: float = told("discount_rate_monthly")
    margin_rate: float = told("margin_rate")
    referral_incremental_share: float = told("referral_incremental_share")
    acquisition_cost: float = told("acquisition_cost")
    causal_discount: CausalPrior = told("causal_discount")
    segment_attribute: str = told("segment_attribute")
    touchpoint_score: str = told("touchpoint_score")
    half_life_days: int = told("half_life_days")
    minimum_n: int = told("minimum_n")
    value_weights: ValueWeightsType = told("value_weights")
    value_dimensions: list[OwnDimension] = told("value_dimensions")
    value_evidence: list[EvidenceSetting] = told("value_evidence")
    reference_period: str | None = told("reference_period")
    period_kinds: list[str] = told("period_kinds")
    fiscal_calendar: str = told("fiscal_calendar")
    fiscal_year_start: int = told("fiscal_year_start")
    fiscal_year_named_by: str = told("fiscal_year_named_by")
    prediction_months: int = told("prediction_months")
    prediction_attributes: list[str] = told("prediction_attributes")
    activity_attributes: list[str] = told("activity_attributes")
    predict_regularly: bool = told("predict_regularly")
    false_alarms_per_month: float = told("false_alarms_per_month")
    chart_lambda: float = told("chart_lambda")


@strawberry.input(description="Settings to change; what is left out stays as it is.")
class ModelSettingsChanges:
    """Settings to change."""

    loyalty_outcome: str | None = asked("loyalty_outcome")
    window_months: int | None = asked("window_months")
    business: str | None = asked("business")
    follow_up_months: int | None = asked("follow_up_months")
    horizon_months: int | None = asked("horizon_months")
    discount_rate_monthly: float | None = asked("discount_rate_monthly")
    margin_rate: float | None = asked("margin_rate")
    referral_incremental_share: float | None = asked("referral_incremental_share")
    acquisition_cost: float | None = asked("acquisition_cost")
    causal_discount: CausalPriorInput | None = asked("causal_discount")
    segment_attribute: str | None = asked("segment_attribute")
    touchpoint_score: str | None = asked("touchpoint_score")
    half_life_days: int | None = asked("half_life_days")
    minimum_n: int | None = asked("minimum_n")
    value_weights: ValueWeightsInput | None = asked("value_weights")
    value_dimensions: list[OwnDimensionInput] | None = asked("value_dimensions")
    value_evidence: list[EvidenceSettingInput] | None = asked("value_evidence")
    reference_period: str | None = asked("reference_period")
    period_kinds: list[str] | None = asked("period_kinds")
    fiscal_calendar: str | None = asked("fiscal_calendar")
    fiscal_year_start: int | None = asked("fiscal_year_start")
    fiscal_year_named_by: str | None = asked("fiscal_year_named_by")
    prediction_months: int | None = asked("prediction_months")
    prediction_attributes: list[str] | None = asked("prediction_attributes")
    activity_attributes: list[str] | None = asked("activity_attributes")
    predict_regularly: bool | None = asked("predict_regularly")
    false_alarms_per_month: float | None = asked("false_alarms_per_month")
    chart_lambda: float | None = asked("chart_lambda")
