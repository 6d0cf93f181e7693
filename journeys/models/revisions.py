"""The column by which two people who edit one thing notice each other."""

from django.db import models


class Revised(models.Model):
    """A number that grows with every change that a person makes."""

    revision = models.PositiveIntegerField(
        default=1,
        db_default=1,
        help_text="Grows with every change. Give it back with a change, and the change is refused when somebody else "
        "was quicker.",
    )

    class Meta:
        abstract = True
