"""What every fact has in common: when it came, with which batch, and which transaction last wrote it."""

from django.db import models

from tenants.models.company_model import CompanyModel


class Fact(CompanyModel):
    """A row that was reported to us and is kept as reported.

    Facts are written by the merge statements of the intake only. `xid` names the transaction that last wrote the row;
    the image that a correction or a removal replaced is kept in `Superseded`.
    """

    xid = models.BigIntegerField(
        editable=False, help_text="Database transaction that last wrote this row (pg_current_xact_id)."
    )
    batch_id = models.UUIDField(help_text="Import or request that last wrote this row.")
    received_at = models.DateTimeField(help_text="Moment at which this row was stored.")

    class Meta(CompanyModel.Meta):
        abstract = True


class SourcedFact(Fact):
    """A fact that a system outside reported under an id of its own.

    `source` and `external_id` together are unique: the same report twice is stored once.
    """

    source = models.CharField(
        max_length=100, default="default", help_text="System that reported the fact; `default` when not given."
    )
    external_id = models.CharField(max_length=255, help_text="Id of the fact in the system that reported it.")
    customer = models.ForeignKey(
        "feedback.Customer",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer the fact is about; empty when unknown.",
    )
    account = models.ForeignKey(
        "feedback.Customer",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Customer who was named, where that one was merged into another.",
    )
    unit = models.ForeignKey(
        "members.Unit",
        on_delete=models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        help_text="Store, restaurant, branch or other unit where it happened.",
    )
    occurred_at = models.DateTimeField(help_text="Moment at which it happened, as reported.")

    class Meta(Fact.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.source}:{self.external_id}"
