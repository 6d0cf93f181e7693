"""Which answers open cases, when people work, and which batches are still to be looked at."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from tenants.models.company_model import CompanyModel


class CaseSeverity(models.TextChoices):
    """How much a case matters."""

    LOW = "low", "When there is time"
    MEDIUM = "medium", "In the ordinary course of work"
    HIGH = "high", "Before other work"
    CRITICAL = "critical", "At once"


class CaseScore(models.TextChoices):
    """A score of an answer that conditions can be about."""

    NPS = "nps", "Would recommend, 0 to 10"
    CSAT = "csat", "Satisfaction, 1 to 5"
    CES = "ces", "Ease, 1 to 7"
    RATING = "rating", "Rating, brought to the scale 0 to 10 whatever its own"
    LOYALTY = "loyalty", "Intention to come back, 0 to 10"
    EMOTIONAL = "emotional", "Emotional value, 0 to 10"
    FUNCTIONAL = "functional", "Functional value, 0 to 10"
    SOCIAL = "social", "Social value, 0 to 10"
    EXPECTATION = "expectation", "What the customer had expected, 0 to 10"


class CaseRule(CompanyModel):
    """Which answers open a case by themselves, how much it matters, by when, whose it is, and who is next."""

    name = models.CharField(max_length=200, unique=True, help_text="What it is called, for people.")
    conditions = models.JSONField(help_text="What an answer must be like: a tree of all, any, not and comparisons.")
    severity = models.CharField(
        max_length=8, choices=CaseSeverity, default=CaseSeverity.MEDIUM, help_text="How much its cases matter."
    )
    sla_minutes = models.PositiveIntegerField(
        default=1440, help_text="Minutes of working time in which its cases have to be resolved."
    )
    owner = models.ForeignKey(
        "members.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Person who gets its cases.",
    )
    team = models.ForeignKey(
        "members.Department",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Department that gets its cases.",
    )
    ladder = models.JSONField(
        default=list,
        blank=True,
        help_text="What happens after how many minutes of working time, while a case is not resolved.",
    )
    fresh_days = models.PositiveSmallIntegerField(
        default=14, help_text="An answer that is older than this when it comes opens no case."
    )
    most_a_day = models.PositiveIntegerField(
        default=200, help_text="Most cases that it opens within 24 hours; what goes beyond is counted and not opened."
    )
    is_active = models.BooleanField(default=False, help_text="Whether it looks at answers that come.")
    active_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when it looks at answers; those that were there before open no case."
    )
    held_back = models.PositiveBigIntegerField(
        default=0, help_text="Answers that met it after the most cases of a day were open."
    )
    revision = models.PositiveIntegerField(
        default=1, db_default=1, help_text="Version: grows with every change. Give it back with a change."
    )
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was written.")
    changed_at = models.DateTimeField(default=timezone.now, help_text="When it was last changed.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_caserule"

    def __str__(self) -> str:
        return str(self.name)


class WorkingHours(CompanyModel):
    """When people work, at a unit and those below it or in the whole company: the clock of cases runs then alone."""

    unit = models.ForeignKey(
        "members.Unit",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="The unit; empty: the company.",
    )
    timezone = models.CharField(
        max_length=64, blank=True, default="", help_text="IANA time zone; empty: the company's."
    )
    week = models.JSONField(help_text="Spans of working time by day, mon to sun, such as 09:00-12:00.")
    holidays = models.JSONField(default=list, blank=True, help_text="Days without working time.")
    revision = models.PositiveIntegerField(default=1, db_default=1, help_text="Grows with every change.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_workinghours"
        constraints = [
            models.UniqueConstraint(fields=["unit"], nulls_distinct=False, name="feedback_workinghours_once"),
        ]

    def __str__(self) -> str:
        return f"hours of {self.unit_id or 'the company'}"


class CaseInflow(CompanyModel):
    """A batch of answers that rules have not looked at yet: written with the batch, gone when its cases are open."""

    batch_id = models.UUIDField(help_text="The batch.")
    xid = models.BigIntegerField(help_text="Transaction that stored it.")
    stored_at = models.DateTimeField(db_default=Now(), help_text="When it was stored.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_caseinflow"

    def __str__(self) -> str:
        return f"batch {self.batch_id}"
