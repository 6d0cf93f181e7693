"""Counters of what was committed, moved by the database itself."""

from django.db import models

from tenants.models.company_model import CompanyModel


class DataVersion(CompanyModel):
    """How far a part of the company's data has moved: the sum of the numbers of its rows.

    Triggers on the watched tables move one row in the transaction that writes, so no writer can forget it and a reader
    sees the new sum together with the data. Each writer takes a row that no other holds, or adds one: nobody waits.
    """

    class Part(models.TextChoices):
        """Which tables count together."""

        HOUSE = "house", "units, departments, people and their roles"
        INTENT = "intent", "journeys, touchpoints and plans"
        FACTS = "facts", "customers, answers, orders and contacts"
        DERIVED = "derived", "scores and what else is made from facts"

    part = models.CharField(max_length=10, choices=Part)
    number = models.BigIntegerField(help_text="Moves by a random step, so that two histories never meet again.")

    def __str__(self) -> str:
        return f"{self.part} {self.number}"
