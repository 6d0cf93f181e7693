"""Facts that changed where they stand."""

from django.db import models

from tenants.models.company_model import CompanyModel


class Amended(CompanyModel):
    """The last change of a fact that left its transaction id as it was: text emptied, person erased, key replaced.

    Triggers write these rows, so that no writer can forget it. Aggregates do not read them, for no figure changes; an
    export of changes does. The row's id is the fact's.
    """

    kind = models.CharField(max_length=20, help_text="Sort of fact, as images name it.")
    xid = models.BigIntegerField(help_text="Database transaction that last changed the fact where it stands.")

    class Meta(CompanyModel.Meta):
        db_table = "feedback_amended"
        indexes = [models.Index(fields=["xid"], name="feedback_amended_xid")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} at {self.xid}"
