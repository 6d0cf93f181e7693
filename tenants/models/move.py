"""How companies came from one database to another. In the public schema of the first."""

from django.db import models

from tenants.models.ids import uuid7
from tenants.models.tenant import schema_of


class CompanyMove(models.Model):
    """One move of a company: from where, to where, and how far it is.

    Until the state is `verified` nothing but a copy exists, which is made anew when the move was cut off. From
    `switched` on the company works in the new database; the old copy is kept under another name until confirmed.
    """

    class State(models.TextChoices):
        """How far it is."""

        COPYING = "copying", "The copy is being made, while the company is written to"
        VERIFIED = "verified", "Writing is paused and the copy is equal, by checksums"
        SWITCHED = "switched", "The company works in the new database; the old copy is kept"
        CONFIRMED = "confirmed", "The old copy is dropped"
        GIVEN_UP = "given_up", "The company stayed; the new copy is dropped"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=40, help_text="Slug of the company.")
    source = models.CharField(max_length=40, help_text="Alias of the database it comes from.")
    target = models.CharField(max_length=40, help_text="Alias of the database it goes to.")
    state = models.CharField(max_length=10, choices=State, default=State.COPYING)
    rows = models.BigIntegerField(default=0, help_text="Rows of all tables, when they were equal.")
    tables = models.BigIntegerField(default=0, help_text="Tables whose checksums were equal.")
    paused_seconds = models.FloatField(default=0.0, help_text="For how long nothing could be written.")
    error = models.TextField(blank=True, help_text="Why it stopped; empty when it did not.")
    started_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True, help_text="When it last came a step further.")

    class Meta:
        indexes = [models.Index(fields=["slug", "-started_at"], name="tenants_companymove_last")]

    def __str__(self) -> str:
        return f"{self.slug}: {self.source} to {self.target}, {self.state}"

    @property
    def old_copy(self) -> str:
        """Schema that the company left behind in the source: no company can have such a name."""
        return left_behind(schema_of(self.slug))


def left_behind(schema: str) -> str:
    """Return the name under which a company's former schema is kept."""
    return f"{schema}__left"
