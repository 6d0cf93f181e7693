"""Action plans: what the company does to improve an experience, and how that will be judged."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from journeys.models.revisions import Revised
from journeys.models.touchpoint import CODE_LENGTH, Touchpoint
from tenants.models.company_model import CompanyModel


class PlanState(models.TextChoices):
    """Where a plan stands in its life."""

    DRAFT = "draft", "Being written"
    PROPOSED = "proposed", "Waiting for approval"
    APPROVED = "approved", "Approved; baseline, forecast and arms are frozen"
    RUNNING = "running", "Under way"
    DONE = "done", "Finished"
    CANCELLED = "cancelled", "Given up"


class PlanMetric(models.TextChoices):
    """Figure by which a plan is judged."""

    VALUE = "value", "Experience value at the touchpoint, 0 to 100"
    NPS = "nps", "Net promoter score, -100 to 100"
    CSAT = "csat", "Customer satisfaction, share of 4 and 5 in per cent"
    CES = "ces", "Customer effort, 1 to 7"
    LOYALTY = "loyalty", "Loyalty, 0 to 10"
    REPURCHASE = "repurchase", "Share of customers who buy again, 0 to 1"
    RETENTION = "retention", "Share of customers who come again, told by their contacts, 0 to 1"
    REVENUE = "revenue", "Revenue per customer"
    MARGIN = "margin", "Margin per customer"


class EffectUnit(models.TextChoices):
    """What the change of a plan is introduced by."""

    UNIT = "unit", "Units, such as restaurants: the plan is introduced place by place"
    CUSTOMER = "customer", "Customers: the plan is introduced person by person"


class PlanDesign(models.TextChoices):
    """How a plan is judged."""

    AUTO = "auto", "Whatever fits who is treated, and when"
    RANDOMISED = "randomised", "A lot decided who is treated"
    DID = "did", "Treated against untreated ones, before and after"
    STAGGERED = "staggered", "Units start at different times"
    SINGLE_SERIES = "single_series", "One treated series, with series that the plan does not touch"


class ActionPlan(Revised, CompanyModel):
    """What the company does to improve an experience: owner, departments, dates, budget, target, and how it is judged.

    Approval freezes baseline, forecast, arms, dates and metric, so that an evaluation cannot be bent afterwards.
    """

    code = models.CharField(max_length=CODE_LENGTH, help_text="Stable code of the plan.")
    title = models.CharField(max_length=255, help_text="Title of the plan.")
    problem = models.TextField(blank=True, help_text="What is wrong today and for whom.")
    state = models.CharField(
        max_length=10, choices=PlanState, default=PlanState.DRAFT, help_text="Where the plan stands in its life."
    )
    touchpoint = models.ForeignKey(
        Touchpoint,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plans",
        help_text="Touchpoint that the plan improves; null when it is about the company as a whole.",
    )
    metric = models.CharField(max_length=20, choices=PlanMetric, help_text="Figure by which the plan is judged.")
    unit_of_effect = models.CharField(
        max_length=10,
        choices=EffectUnit,
        default=EffectUnit.UNIT,
        help_text="What the change is introduced by; the evaluation's interval is clustered by it.",
    )
    design = models.CharField(
        max_length=13, choices=PlanDesign, default=PlanDesign.AUTO, help_text="How the plan is judged."
    )
    treated_customers_attribute = models.JSONField(
        null=True,
        blank=True,
        help_text="Attribute that tells treated customers: its `name`, its values when `treated` and as `control`; "
        "no control values stand for all other customers. Null when units are treated, or everybody.",
    )
    control_touchpoints = models.JSONField(
        default=list,
        blank=True,
        help_text="Codes of touchpoints that the plan does not change, to compare with when everybody is treated.",
    )
    lead_department = models.ForeignKey(
        "members.Department",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        help_text="Department that leads the plan.",
    )
    owner = models.ForeignKey(
        "members.User",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        help_text="Person who answers for the plan.",
    )
    budget_minor = models.BigIntegerField(null=True, blank=True, help_text="Money set aside, in minor units.")
    cost_minor = models.BigIntegerField(null=True, blank=True, help_text="What the plan costs, in minor units.")
    currency = models.CharField(
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", "currency must be an ISO 4217 code such as CNY")],
        help_text="ISO 4217 code of the plan's money.",
    )
    baseline_from = models.DateField(help_text="First day of the span before the start that the plan is compared with.")
    start_date = models.DateField(help_text="First day on which treated customers meet the change.")
    evaluate_to = models.DateField(help_text="Day after the last one that is evaluated.")
    expected_uplift = models.FloatField(
        null=True, blank=True, help_text="Expected change of the metric, in the metric's own unit."
    )
    approved_at = models.DateTimeField(null=True, blank=True, help_text="As of when the plan was approved.")
    baseline = models.JSONField(
        null=True, blank=True, help_text="Metric and arms as they stood at approval; frozen then."
    )
    forecast = models.JSONField(
        null=True, blank=True, help_text="Return forecast as it stood at approval; later compared with the evaluation."
    )
    closing_note = models.TextField(
        blank=True,
        db_default="",
        default="",
        help_text="What was learned, or why the plan was returned or given up; the latest such note.",
    )

    blocked_reason = models.CharField(
        max_length=500,
        blank=True,
        db_default="",
        default="",
        help_text="What is in the way while the plan cannot go on; empty when nothing is.",
    )
    blocked_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when the plan cannot go on; null when it can."
    )

    class Meta(CompanyModel.Meta):
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["code"], name="actionplan_code_unique"),
            models.CheckConstraint(condition=~Q(code=""), name="actionplan_code_not_empty"),
            models.CheckConstraint(
                condition=Q(baseline_from__lt=F("start_date"), start_date__lt=F("evaluate_to")),
                name="actionplan_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PlanState.DRAFT, PlanState.PROPOSED, PlanState.CANCELLED])
                | Q(approved_at__isnull=False, baseline__isnull=False),
                name="actionplan_approved_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.code
