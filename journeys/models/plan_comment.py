"""What people say to each other about a plan."""

from django.core.validators import MaxLengthValidator
from django.db import models

from journeys.models.plan import ActionPlan
from tenants.models.company_model import CompanyModel

LONGEST_COMMENT = 4000


class PlanComment(CompanyModel):
    """Something that somebody said about a plan. Comments are added and never changed or taken away."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="comments", help_text="The plan.")
    author = models.ForeignKey(
        "members.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        help_text="Person who said it; null for a program.",
    )
    author_name = models.CharField(max_length=200, help_text="Name of who said it, as it was then.")
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_COMMENT)], help_text="What was said.")
    mentions = models.JSONField(
        default=list, blank=True, help_text="Names of the people whom it calls to look, as they were then."
    )
    written_at = models.DateTimeField(help_text="Moment at which it was said.")

    class Meta(CompanyModel.Meta):
        ordering = ("plan", "id")
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="plancomment_text_not_empty")]

    def __str__(self) -> str:
        return self.text[:60]
