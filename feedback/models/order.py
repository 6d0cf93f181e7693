"""Orders and refunds."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from feedback.models.fact import SourcedFact


class Order(SourcedFact):
    """A purchase, or a refund, which has a negative amount."""

    amount_minor = models.BigIntegerField(help_text="Amount in minor units of the currency; negative for a refund.")
    margin_minor = models.BigIntegerField(
        null=True, blank=True, help_text="Margin in minor units, when the order reports it."
    )
    currency = models.CharField(max_length=3, help_text="Currency of the amounts (ISO 4217).")
    is_refund = models.BooleanField(help_text="True when the order refunds another or its amount is negative.")
    refund_of = models.CharField(
        max_length=255, blank=True, default="", help_text="External id of the order that is refunded."
    )
    referrer = models.ForeignKey(
        "feedback.Customer",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer who referred the buyer.",
    )
    referrer_account = models.ForeignKey(
        "feedback.Customer",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer who was named as the referrer, where that one was merged into another.",
    )
    bucket = models.SmallIntegerField(
        null=True, blank=True, help_text="Group 0 to 63 of the customer; empty when the customer is unknown."
    )

    class Meta(SourcedFact.Meta):
        db_table = "feedback_order"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="feedback_order_source_external"),
        ]
        indexes = [
            models.Index(fields=["customer"], condition=Q(customer__isnull=False), name="feedback_order_customer"),
            models.Index(fields=["referrer"], condition=Q(referrer__isnull=False), name="feedback_order_referrer"),
            BrinIndex(fields=["xid"], autosummarize=True, name="feedback_order_xid"),
        ]
