"""Customers and the identifiers they are known by."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from feedback.models.fact import Fact
from tenants.models.company_model import CompanyModel


class Customer(Fact):
    """A person or household that buys from the company and may answer.

    A customer first seen in an order or an answer has an external id and nothing else until its record arrives.
    """

    external_id = models.CharField(max_length=255, help_text="Id of the customer in the company's systems.")
    created_at = models.DateTimeField(
        null=True, blank=True, help_text="Moment at which the customer joined, as reported."
    )
    bucket = models.SmallIntegerField(
        help_text="Group 0 to 63 that the customer falls in when uncertainty is estimated; a hash of the external id."
    )
    attributes = models.JSONField(
        default=dict, blank=True, help_text="Attributes by name, as text, for example the segment."
    )
    consent = models.CharField(
        max_length=200, blank=True, default="", help_text="Consent the customer gave, in the company's own words."
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When the person was erased; what is left counts, and names nobody."
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer who stands for this one since both turned out to be one person; empty for all others.",
    )
    own_attributes = models.JSONField(
        null=True,
        blank=True,
        help_text="Attributes reported under this external id alone, where others were merged into the customer.",
    )

    class Meta(Fact.Meta):
        db_table = "feedback_customer"
        constraints = [models.UniqueConstraint(fields=["external_id"], name="feedback_customer_external")]
        indexes = [
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="feedback_customer_merged"
            ),
            BrinIndex(fields=["xid"], autosummarize=True, name="feedback_customer_xid"),
        ]

    def __str__(self) -> str:
        return self.external_id


class CustomerIdentity(CompanyModel):
    """One identifier of a customer, such as a phone number; encrypted with a key of that customer alone."""

    class Kind(models.TextChoices):
        """What sort of identifier it is."""

        PHONE = "phone", "phone"
        EMAIL = "email", "e-mail"
        MEMBER_NO = "member_no", "member number"
        WECHAT_UNIONID = "wechat_unionid", "WeChat UnionID"
        WECHAT_OPENID = "wechat_openid", "WeChat OpenID"
        DEVICE = "device", "device"

    customer = models.ForeignKey(
        Customer,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer the identifier belongs to.",
    )
    kind = models.CharField(max_length=20, choices=Kind.choices, help_text="Sort of identifier.")
    value = models.CharField(
        max_length=255,
        blank=True,
        default="",
        db_default="",
        help_text="Identifier as reported; empty once it is encrypted.",
    )
    value_hash = models.CharField(
        max_length=64, help_text="Keyed hash of the normalised identifier, hexadecimal; finds it without showing it."
    )
    sealed = models.TextField(
        blank=True, default="", db_default="", help_text="Identifier as reported, encrypted with the customer's key."
    )
    source = models.CharField(
        max_length=100, blank=True, default="", db_default="", help_text="System that reported it first."
    )
    first_seen_at = models.DateTimeField(null=True, blank=True, help_text="When it was first stored.")
    xid = models.BigIntegerField(
        default=0, db_default=0, editable=False, help_text="Database transaction that last changed the identifier."
    )

    class Meta(CompanyModel.Meta):
        db_table = "feedback_customeridentity"
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind"], name="feedback_identity_one_a_kind"),
        ]
        indexes = [
            models.Index(fields=["value_hash"], name="feedback_identity_hash"),
            BrinIndex(fields=["xid"], autosummarize=True, name="feedback_identity_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"
