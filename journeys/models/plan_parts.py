"""What an action plan is made of: arms, departments, tasks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from journeys.models.plan import ActionPlan
from journeys.models.revisions import Revised
from tenants.models.company_model import CompanyModel


class PlanArm(models.TextChoices):
    """Side of a comparison that a unit is on."""

    TREATED = "treated", "Meets the change"
    CONTROL = "control", "Goes on as before"


class PlanRole(models.TextChoices):
    """What a department does in a plan."""

    RESPONSIBLE = "responsible", "Does the work"
    ACCOUNTABLE = "accountable", "Answers for the result"
    CONSULTED = "consulted", "Is asked before decisions"
    INFORMED = "informed", "Is told of decisions"


class PlanUnit(CompanyModel):
    """A unit that takes part in a plan, treated or as control. A unit is on one side only."""

    plan = models.ForeignKey(
        ActionPlan, on_delete=models.CASCADE, db_index=False, related_name="units", help_text="The plan."
    )
    unit = models.ForeignKey(
        "members.Unit", on_delete=models.PROTECT, db_index=False, related_name="+", help_text="The unit."
    )
    arm = models.CharField(max_length=10, choices=PlanArm, help_text="Side of the comparison.")
    start_date = models.DateField(
        null=True, blank=True, help_text="First day of the change in this unit; null when it is the plan's."
    )

    class Meta(CompanyModel.Meta):
        ordering = ("plan", "arm", "id")
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="planunit_one_arm")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.arm}"


class PlanDepartment(CompanyModel):
    """A department that takes part in a plan."""

    plan = models.ForeignKey(
        ActionPlan, on_delete=models.CASCADE, db_index=False, related_name="departments", help_text="The plan."
    )
    department = models.ForeignKey(
        "members.Department", on_delete=models.PROTECT, db_index=False, related_name="+", help_text="The department."
    )
    role = models.CharField(
        max_length=12, choices=PlanRole, default=PlanRole.RESPONSIBLE, help_text="What the department does in it."
    )

    class Meta(CompanyModel.Meta):
        ordering = ("plan", "role", "id")
        constraints = [models.UniqueConstraint(fields=["plan", "department"], name="plandepartment_unique")]

    def __str__(self) -> str:
        return f"{self.department_id} {self.role}"


class ActionTask(Revised, CompanyModel):
    """A piece of work of an action plan."""

    plan = models.ForeignKey(ActionPlan, on_delete=models.CASCADE, related_name="tasks", help_text="The plan.")
    title = models.CharField(max_length=255, help_text="What is to be done.")
    assignee = models.ForeignKey(
        "members.User",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        help_text="Person who does it.",
    )
    department = models.ForeignKey(
        "members.Department",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        help_text="Department that does it.",
    )
    due_date = models.DateField(null=True, blank=True, help_text="Last day for it.")
    progress = models.PositiveSmallIntegerField(
        default=0, validators=[MinValueValidator(0), MaxValueValidator(100)], help_text="Done so far, in per cent."
    )
    depends_on = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="followers",
        help_text="Task of the same plan that must be done first.",
    )
    cost_minor = models.BigIntegerField(null=True, blank=True, help_text="What the task costs, in minor units.")
    position = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Place among the plan's tasks; equal ones as they were written down."
    )

    checklist = models.JSONField(
        default=list,
        db_default=[],
        blank=True,
        help_text="Small things that belong to it, in their order: what, and whether it is done.",
    )

    class Meta(CompanyModel.Meta):
        ordering = ("plan", "position", "id")
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="actiontask_progress_range"),
            models.CheckConstraint(condition=~Q(title=""), name="actiontask_title_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title
