"""Cases: customers somebody has to answer, and what was done about each."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from feedback.models.case_rule import CaseRule, CaseSeverity
from feedback.models.customer import Customer
from feedback.models.item import FeedbackItem
from tenants.models.company_model import CompanyModel


class CaseState(models.TextChoices):
    """Where a case is in its life."""

    NEW = "new", "Nobody has it yet"
    ASSIGNED = "assigned", "Somebody has it and has not begun"
    IN_PROGRESS = "in_progress", "Somebody works on it"
    WAITING = "waiting", "The customer has to answer; the clock stands still"
    RESOLVED = "resolved", "The customer was answered"
    CLOSED = "closed", "It is over"
    REOPENED = "reopened", "It was over and is not: somebody has to begin again"


class RootCause(models.TextChoices):
    """Why it came to a case."""

    WAITING_TIME = "waiting_time", "Waiting too long"
    STAFF = "staff", "How staff behaved, or what they did not know"
    PRODUCT = "product", "The product, the food or the room itself"
    PRICE = "price", "Price, bill or refund"
    DELIVERY = "delivery", "Delivery or logistics"
    FACILITY = "facility", "Equipment, premises or cleanliness"
    SYSTEM = "system", "App, site or another system"
    POLICY = "policy", "A rule of the company"
    INFORMATION = "information", "Wrong or missing information"
    CUSTOMER = "customer", "A misunderstanding on the customer's side"
    OTHER = "other", "Something else, said in words"


class CaseOrigin(models.TextChoices):
    """How a case came to be."""

    RULE = "rule", "A rule opened it"
    HAND = "hand", "Somebody opened it"


class Case(CompanyModel):
    """A customer whom somebody has to answer: opened from an answer, by a rule or by hand, and followed to its end."""

    number = models.PositiveBigIntegerField(unique=True, help_text="Number within the company, from 1.")
    origin = models.CharField(max_length=5, choices=CaseOrigin, help_text="How it came to be.")
    state = models.CharField(
        max_length=12, choices=CaseState, default=CaseState.NEW, help_text="Where it is in its life."
    )
    severity = models.CharField(max_length=8, choices=CaseSeverity, help_text="How much it matters.")
    title = models.CharField(max_length=200, blank=True, default="", help_text="What it is about, in a few words.")
    item = models.ForeignKey(
        FeedbackItem,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        help_text="Answer it was opened from; empty when that was taken back.",
    )
    respondent = models.UUIDField(
        null=True, blank=True, help_text="Who answered: the customer's id when known, else that of the answer sheet."
    )
    customer = models.ForeignKey(
        Customer,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
        help_text="Customer it is about; empty when unknown.",
    )
    account = models.ForeignKey(
        Customer,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer who was named, where that one was merged into another.",
    )
    touchpoint = models.ForeignKey(
        "journeys.Touchpoint",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Touchpoint it is about; empty for the company as a whole.",
    )
    unit = models.ForeignKey(
        "members.Unit",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Unit where it happened.",
    )
    rule = models.ForeignKey(
        CaseRule,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Rule that opened it.",
    )
    owner = models.ForeignKey(
        "members.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Person who has it.",
    )
    team = models.ForeignKey(
        "members.Department",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Department that has it.",
    )
    action_plan = models.ForeignKey(
        "journeys.ActionPlan",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Action plan that is to keep it from happening again.",
    )
    opened_at = models.DateTimeField(help_text="When it was opened.")
    due_at = models.DateTimeField(help_text="When it has to be resolved, counted in working hours.")
    first_response_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody first worked on it: wrote, began, waited for or resolved it."
    )
    waiting_since = models.DateTimeField(null=True, blank=True, help_text="Since when its clock stands still.")
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="When it was last resolved or closed.")
    is_overdue = models.BooleanField(default=False, help_text="True when it was not resolved in time.")
    escalations = models.PositiveSmallIntegerField(default=0, help_text="How often it was escalated.")
    reopened = models.PositiveSmallIntegerField(default=0, help_text="How often it was reopened.")
    ladder = models.JSONField(default=list, blank=True, help_text="Steps of its escalation that are still to come.")
    clock_at = models.DateTimeField(
        null=True, blank=True, help_text="When it is next due or escalated; empty while its clock stands still."
    )
    root_cause = models.CharField(
        max_length=12, choices=RootCause, blank=True, default="", help_text="Why it came to it; empty while unknown."
    )
    cause_note = models.TextField(blank=True, default="", help_text="Why it came to it, in words.")
    resolution_note = models.TextField(blank=True, default="", help_text="How it was resolved, in words.")
    changed_at = models.DateTimeField(help_text="When it last changed.")
    revision = models.PositiveIntegerField(
        default=1,
        db_default=1,
        help_text="Grows with every change. Give it back with a change, and the change is refused when somebody else "
        "was quicker.",
    )

    class Meta(CompanyModel.Meta):
        db_table = "feedback_case"
        indexes = [
            models.Index(
                fields=["respondent"],
                condition=~Q(state__in=[CaseState.RESOLVED, CaseState.CLOSED]),
                name="feedback_case_open",
            ),
            models.Index(fields=["clock_at"], condition=Q(clock_at__isnull=False), name="feedback_case_clock"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"


class CaseEvent(CompanyModel):
    """One thing that happened to a case: a line of its history, which only grows."""

    class Kind(models.TextChoices):
        """What happened."""

        OPENED = "opened", "It was opened"
        JOINED = "joined", "The customer answered again, and that answer belongs to it"
        ASSIGNED = "assigned", "Somebody was given it"
        STATE = "state", "It came into another state"
        COMMENT = "comment", "Somebody wrote something"
        CHANGED = "changed", "Something about it was changed"
        ESCALATED = "escalated", "It was passed up, for nobody had resolved it"
        OVERDUE = "overdue", "It was not resolved in time"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", help_text="The case.")
    kind = models.CharField(max_length=10, choices=Kind, help_text="What happened.")
    at = models.DateTimeField(db_default=Now(), help_text="When it happened.")
    by_kind = models.CharField(max_length=10, help_text="user, key, command, operator or system.")
    by = models.CharField(max_length=255, help_text="Who or what did it.")
    rule = models.ForeignKey(
        CaseRule,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        help_text="Rule that the answer met.",
    )
    item = models.ForeignKey(
        FeedbackItem,
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Answer that opened or joined it.",
    )
    data = models.JSONField(
        default=dict, blank=True, help_text="What changed: codes and states as they were and became."
    )
    text = models.TextField(blank=True, default="", help_text="What was written.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_caseevent"
        constraints = [
            # Whatever is done twice, by two workers or after one was killed: an answer meets a rule once.
            models.UniqueConstraint(
                fields=["item", "rule"], condition=Q(rule__isnull=False), name="feedback_caseevent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
