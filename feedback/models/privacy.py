"""Keys of persons, what they consented to, how long what is theirs is kept, and proofs that it was erased."""

from django.db import models
from django.db.models.functions import Now

from feedback.models.customer import Customer
from tenants.models.company_model import CompanyModel


class CompanyKey(CompanyModel):
    """The company's secret for contacts: it wraps the keys of persons and makes the hashes that find identifiers."""

    name = models.CharField(max_length=20, unique=True, help_text="What it is for: contacts.")
    sealed = models.TextField(help_text="The secret, encrypted with the installation's secret key.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was made.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_companykey"

    def __str__(self) -> str:
        return str(self.name)


class PersonKey(CompanyModel):
    """The key under which the contacts of one customer are encrypted; without it nobody can read them again."""

    customer = models.OneToOneField(
        Customer,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        help_text="Customer whose contacts it opens.",
    )
    wrapped = models.TextField(help_text="The key, encrypted with the company's.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_personkey"

    def __str__(self) -> str:
        return f"key of {self.customer_id}"


class Consent(CompanyModel):
    """Consent to one purpose, given or withdrawn: a line of its history, which only grows. The latest counts."""

    customer = models.ForeignKey(
        Customer,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer who gave or withdrew it.",
    )
    purpose = models.CharField(max_length=100, help_text="What for, in the company's own words, in small letters.")
    is_given = models.BooleanField(help_text="True when given, false when withdrawn.")
    at = models.DateTimeField(help_text="Moment from which it holds, as reported; else when it was stored.")
    source = models.CharField(max_length=100, blank=True, default="", help_text="System or person that reported it.")
    batch_id = models.UUIDField(null=True, blank=True, help_text="Import or request that brought it, if one did.")
    recorded_at = models.DateTimeField(db_default=Now(), help_text="When it was stored.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_consent"
        indexes = [models.Index(fields=["customer", "purpose", "at"], name="feedback_consent_customer")]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.is_given}"


class RetentionRule(CompanyModel):
    """How long one class of data is kept; without a rule it is kept for as long as the company exists."""

    class Kind(models.TextChoices):
        """A class of data."""

        TEXTS = "texts", "What customers wrote: emptied; their scores stay"
        CONTACTS = "contacts", "Identifiers of customers of whom nothing was heard: removed with their keys"
        INTERACTIONS = "interactions", "Details of contacts with customers: emptied; that there was one stays"
        AUDIT = "audit", "Events of the audit: removed from the beginning, 180 days at least"
        LOGS = "logs", "Jobs that are over, answers to requests, files of refused rows and of subject access"

    kind = models.CharField(max_length=20, choices=Kind.choices, unique=True, help_text="The class of data.")
    days = models.PositiveIntegerField(help_text="Days that it is kept.")
    changed_at = models.DateTimeField(auto_now=True, help_text="When the rule was last changed.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_retentionrule"

    def __str__(self) -> str:
        return f"{self.kind}: {self.days} days"


class ErasureReceipt(CompanyModel):
    """What was erased of a person, by whom, when, what stays and why: counts and keyed hashes, never content.

    Receipts form a chain: each hash covers the document and the hash before, and is signed with the company's secret.
    """

    number = models.PositiveBigIntegerField(unique=True, help_text="Place in the chain, from 1.")
    document = models.JSONField(help_text="What was erased: keyed hashes, counts by place, what remains, reasons.")
    previous_hash = models.CharField(max_length=64, blank=True, help_text="Hash of the receipt before; empty: none.")
    hash = models.CharField(max_length=64, help_text="SHA-256 of the previous hash and the document.")
    signature = models.CharField(max_length=64, help_text="HMAC-SHA256 of the hash, with the company's secret.")
    created_at = models.DateTimeField(db_default=Now(), help_text="When it was written.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_erasurereceipt"

    def __str__(self) -> str:
        return str(self.number)
