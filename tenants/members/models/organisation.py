"""How a company is divided: departments of people, units of business."""

from django.db import models

from tenants.models.company_model import CompanyModel


class Department(CompanyModel):
    """A department, which leads or supports action plans."""

    code = models.CharField(max_length=64, unique=True)
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )

    def __str__(self) -> str:
        return self.code


class Unit(CompanyModel):
    """A restaurant, store, branch or region: where customers are met."""

    code = models.CharField(max_length=128, unique=True)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=40, blank=True, help_text="For example region, city, store.")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )
    is_mapped = models.BooleanField(
        default=True, help_text="False: the code came with facts and nobody has described it yet."
    )

    def __str__(self) -> str:
        return self.code
