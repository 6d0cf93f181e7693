"""Contacts between a customer and the company that are no answer and no order."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from feedback.models.fact import SourcedFact


class Interaction(SourcedFact):
    """A visit, a call, a page seen: one contact at a touchpoint."""

    touchpoint = models.ForeignKey(
        "journeys.Touchpoint",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Touchpoint where the contact took place.",
    )
    channel = models.ForeignKey(
        "journeys.Channel",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Channel through which the contact took place.",
    )
    kind = models.CharField(max_length=100, blank=True, default="", help_text="What happened, in the source's words.")
    attributes = models.JSONField(default=dict, blank=True, help_text="Further details by name, as text.")
    bucket = models.SmallIntegerField(
        null=True, blank=True, help_text="Group 0 to 63 of the customer; empty when the customer is unknown."
    )

    class Meta(SourcedFact.Meta):
        db_table = "feedback_interaction"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="feedback_interaction_source_ext"),
        ]
        indexes = [
            models.Index(
                fields=["customer"], condition=Q(customer__isnull=False), name="feedback_interaction_customer"
            ),
            BrinIndex(fields=["xid"], autosummarize=True, name="feedback_interaction_xid"),
        ]
