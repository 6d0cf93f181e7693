"""Events that left a trace in the outbox, who wants to hear of them, and what became of telling it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from tenants.models.company_model import CompanyModel, GuardedModel
from tenants.models.ids import uuid7

LONGEST_ANSWER = 500


class WebhookEndpoint(CompanyModel):
    """An address that is told of events: a webhook of another system, or a robot in a group chat."""

    class Kind(models.TextChoices):
        """How an endpoint is spoken to."""

        WEBHOOK = "webhook", "Standard Webhooks: signed JSON"
        WECOM = "wecom", "Robot of a WeCom (企业微信) group"
        DINGTALK = "dingtalk", "Robot of a DingTalk (钉钉) group"
        FEISHU = "feishu", "Robot of a Feishu (飞书) group"

    class State(models.TextChoices):
        """Whether an endpoint is told of events."""

        ACTIVE = "active", "It is told of events"
        PAUSED = "paused", "Events wait until it is resumed"
        DISABLED = "disabled", "It failed too long or is gone; events pass it by"

    name = models.CharField(max_length=200, help_text="What it is, for people.")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WEBHOOK)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    shown_url = models.CharField(max_length=500, help_text="Address without what in it is secret.")
    sealed_url = models.TextField(help_text="Whole address, encrypted.")
    sealed_secret = models.TextField(blank=True, help_text="Secret that signs, encrypted; empty when there is none.")
    sealed_former = models.TextField(blank=True, help_text="The secret before, which signs too until `former_until`.")
    former_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when the former secret signs too; empty when there is none."
    )
    events = models.JSONField(default=list, help_text="Types of events it is told of; empty means all.")
    locale = models.CharField(max_length=10, default="zh-hans", help_text="Language of a robot: zh-hans or en.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was disabled; empty when it was not.")
    failing_since = models.DateTimeField(
        null=True, blank=True, help_text="First failure after the last success; empty while all is well."
    )
    not_before = models.DateTimeField(null=True, blank=True, help_text="Earliest time of the next call.")
    version = models.PositiveIntegerField(default=1, help_text="Rises with each change; give it back with the next.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="hooks_endpoint_name")]

    def __str__(self) -> str:
        return str(self.name)


class WebhookEvent(GuardedModel):
    """Something that happened: the outbox, written in the transaction of what it tells of."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid7, editable=False, help_text="The webhook-id, however often it is delivered.")
    type = models.CharField(max_length=64, help_text="A key of the catalogue.")
    entity_kind = models.CharField(max_length=40)
    entity_id = models.CharField(max_length=128, help_text="Events of one entity are delivered in their order.")
    entity_name = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    is_pending = models.BooleanField(default=True, help_text="Whether deliveries are still to be made of it.")
    is_live = models.BooleanField(
        default=False, db_default=False, help_text="Whether streams are still to be told of it."
    )

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(is_pending=True), name="hooks_event_pending"),
            models.Index(fields=["id"], condition=Q(is_live=True), name="hooks_event_live"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.type}"


class Audience(GuardedModel):
    """Whether anybody follows the company's events in a stream, or did lately: at most one row."""

    THE_ROW = 1

    id = models.SmallIntegerField(primary_key=True, default=THE_ROW)
    until = models.DateTimeField(help_text="Until when events are kept for streams.")

    def __str__(self) -> str:
        return f"until {self.until}"


class WebhookDelivery(CompanyModel):
    """One event told to one endpoint: when it is due, how often it was tried, how it ended."""

    class State(models.TextChoices):
        """Where a delivery is in its life."""

        OPEN = "open", "To be tried, at once or again later"
        DELIVERED = "delivered", "The endpoint took it"
        FAILED = "failed", "Tried as often as it is, or refused for good"

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="+", db_index=False)
    event = models.ForeignKey(
        WebhookEvent, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    entity = models.CharField(max_length=170, help_text="Kind and id of the event's entity.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    due_at = models.DateTimeField(db_default=Now(), help_text="Time of the next attempt, or end of the present one.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was begun.")
    is_replay = models.BooleanField(default=False, help_text="Whether somebody asked for the event once more.")
    code = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP status of the last answer.")
    milliseconds = models.PositiveIntegerField(null=True, blank=True, help_text="How long the last attempt took.")
    answer = models.CharField(max_length=LONGEST_ANSWER, blank=True, help_text="Beginning of the last answer.")
    error = models.CharField(max_length=300, blank=True, help_text="Why the last attempt failed.")
    log = models.JSONField(default=list, help_text="The attempts, oldest first.")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "entity", "event"], condition=Q(state="open"), name="hooks_delivery_open"),
            models.Index(fields=["endpoint", "event"], name="hooks_delivery_endpoint"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"
