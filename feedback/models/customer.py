"""Customers and the identifiers they are known by."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

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

    class Meta(Fact.Meta):
        db_table = "feedback_customer"
        constraints = [models.UniqueConstraint(fields=["external_id"], name="feedback_customer_external")]
        indexes = [BrinIndex(fields=["xid"], autosummarize=True, name="feedback_customer_xid")]

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

    class Meta(CompanyModel.Meta):
        db_table = "feedback_customeridentity"
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind"], name="feedback_identity_one_a_kind"),
        ]
        indexes = [models.Index(fields=["value_hash"], name="feedback_identity_hash")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"
