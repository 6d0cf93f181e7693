"""Who is one person: the company's rules, which customers were merged and why, and what people have to decide."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from feedback.models.customer import Customer
from tenants.models.company_model import CompanyModel


def _customer(text: str) -> "models.ForeignKey[Customer, Customer]":
    return models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", help_text=text
    )


class IdentityPolicy(CompanyModel):
    """How the company recognises that customers are one person, and how far identifiers have been looked at."""

    class Action(models.TextChoices):
        """What a rule does."""

        MERGE = "merge", "They become one person"
        REVIEW = "review", "A person is asked"

    name = models.CharField(max_length=20, unique=True, help_text="What it is for: customers.")
    document = models.JSONField(null=True, blank=True, help_text="The rules in their order; empty: the usual ones.")
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When the rules were last changed.")
    xid = models.BigIntegerField(
        default=0, editable=False, help_text="Identifiers of earlier transactions have been looked at."
    )

    class Meta(CompanyModel.Meta):
        db_table = "feedback_identitypolicy"

    def __str__(self) -> str:
        return str(self.name)


class CustomerMerge(CompanyModel):
    """Two customers who were found to be one person: by which rule, when, by whom, and whether that was undone.

    The two customers are those that share the identifier; others may have been merged with either before.
    """

    customer = _customer("Customer who was merged into another.")
    into = _customer("Customer into whom the other was merged.")
    rule = models.CharField(max_length=100, help_text='Kinds of identifier that both have alike, or "manual".')
    value_hash = models.CharField(
        max_length=64, blank=True, default="", help_text="Keyed hash of the identifier that both have; empty if none."
    )
    at = models.DateTimeField(db_default=Now(), help_text="When they were merged.")
    by = models.CharField(max_length=255, help_text="Who or what merged them.")
    reason = models.CharField(max_length=500, blank=True, default="", help_text="Why, in the words of who did it.")
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When it was undone; empty while it holds.")
    undone_by = models.CharField(max_length=255, blank=True, default="", help_text="Who or what undid it.")
    undone_reason = models.CharField(max_length=500, blank=True, default="", help_text="Why it was undone.")
    keeps_apart = models.BooleanField(
        default=False, help_text="True when it was undone and no rule may merge the two again."
    )

    class Meta(CompanyModel.Meta):
        db_table = "feedback_customermerge"

    def __str__(self) -> str:
        return f"{self.customer_id} into {self.into_id}: {self.rule}"


class MergeConflict(CompanyModel):
    """Two customers who share an identifier and were not merged: a person decides whether they are one."""

    class Reason(models.TextChoices):
        """Why they were not merged."""

        DIFFERENT_IDS = "different_ids", "They differ in an identifier that a person has only one of"
        TOO_MANY = "too_many", "More customers share the identifier than one person would have"
        REVIEW = "review", "The rule asks for a person's decision"

    class Decision(models.TextChoices):
        """What a person says."""

        MERGE = "merge", "They are one person"
        KEEP_APART = "keep_apart", "They are not one person, and no rule merges them"

    class State(models.TextChoices):
        """What was decided."""

        OPEN = "open", "waits for a decision"
        MERGED = "merged", "they are one person"
        KEPT_APART = "kept_apart", "they are not one person"
        SETTLED = "settled", "no longer in question"

    one = _customer("The customer of the two who was known first.")
    other = _customer("The other customer.")
    rule = models.CharField(max_length=100, help_text="Kinds of identifier that both have alike.")
    value_hash = models.CharField(max_length=64, blank=True, default="", help_text="Keyed hash of that identifier.")
    reason = models.CharField(max_length=20, choices=Reason.choices, help_text="Why they were not merged.")
    kinds = models.JSONField(default=list, help_text="Kinds of identifier in which they differ.")
    sharing = models.PositiveIntegerField(default=2, help_text="How many customers share the identifier.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, help_text="What was decided.")
    found_at = models.DateTimeField(db_default=Now(), help_text="When it was found.")
    decided_at = models.DateTimeField(null=True, blank=True, help_text="When it was decided.")
    decided_by = models.CharField(max_length=255, blank=True, default="", help_text="Who decided.")
    decided_reason = models.CharField(max_length=500, blank=True, default="", help_text="Why, in their words.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_mergeconflict"
        constraints = [
            models.UniqueConstraint(
                fields=["one", "other"], condition=Q(state="open"), name="feedback_conflict_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.reason}"
