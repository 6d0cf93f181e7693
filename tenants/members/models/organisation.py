"""How a company is divided: departments of people, units of business."""

from django.db import models

from tenants.models.company_model import CompanyModel


class Kept(models.Model):
    """What people edit and put away, but never delete: facts and plans name it."""

    revision = models.PositiveIntegerField(
        default=1,
        db_default=1,
        help_text="Grows with every change. Give it back with a change, and the change is refused when somebody else "
        "was quicker.",
    )
    archived_at = models.DateTimeField(null=True, blank=True, help_text="When it was put away; null while in use.")

    class Meta:
        abstract = True


class Department(CompanyModel, Kept):
    """A department, which leads or supports action plans."""

    code = models.CharField(max_length=64, unique=True)
    name_zh = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )

    def __str__(self) -> str:
        return self.code


class Unit(CompanyModel, Kept):
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
