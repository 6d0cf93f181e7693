"""Kinds of customers, told as a person."""

from django.db import models
from django.db.models import Q

from journeys.models.names import NamedInTwoLanguages
from journeys.models.revisions import Revised
from journeys.models.touchpoint import CODE_LENGTH
from tenants.models.company_model import CompanyModel


class Persona(NamedInTwoLanguages, Revised, CompanyModel):
    """A kind of customer, told as a person and tied to a segment, so that their curve can be computed from data."""

    code = models.CharField(max_length=CODE_LENGTH, help_text="Stable code of the persona.")
    story_zh = models.TextField(blank=True, help_text="Who the person is and what they want, in Chinese.")
    story_en = models.TextField(blank=True, help_text="Who the person is and what they want, in English.")
    segment = models.CharField(
        max_length=CODE_LENGTH,
        blank=True,
        help_text="Value of the customers' segment attribute that the persona stands for; or empty.",
    )

    class Meta(CompanyModel.Meta):
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["code"], name="persona_code_unique"),
            models.CheckConstraint(condition=~Q(code=""), name="persona_code_not_empty"),
        ]

    def __str__(self) -> str:
        return self.code
