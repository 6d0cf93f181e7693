"""The way of a customer through the company, in versions."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from journeys.models.names import NamedInTwoLanguages
from journeys.models.revisions import Revised
from journeys.models.touchpoint import CODE_LENGTH, Touchpoint
from tenants.models.company_model import CompanyModel


class JourneyKind(models.TextChoices):
    """Whether a journey describes what is or what should be."""

    AS_IS = "as_is", "What customers go through today"
    TO_BE = "to_be", "What they should go through"


class JourneyStatus(models.TextChoices):
    """Whether a journey is in use."""

    ACTIVE = "active", "In use"
    ARCHIVED = "archived", "Kept for its history"


class VersionState(models.TextChoices):
    """Where a version of a journey stands in its life."""

    DRAFT = "draft", "Being edited"
    PUBLISHED = "published", "The version in force"
    ARCHIVED = "archived", "Replaced by a later version"


class Journey(NamedInTwoLanguages, Revised, CompanyModel):
    """The way of a customer through the company, told as stages and touchpoints in versions."""

    code = models.CharField(max_length=CODE_LENGTH, help_text="Stable code of the journey.")
    kind = models.CharField(
        max_length=10, choices=JourneyKind, default=JourneyKind.AS_IS, help_text="What is, or what should be."
    )
    status = models.CharField(
        max_length=10, choices=JourneyStatus, default=JourneyStatus.ACTIVE, help_text="Whether the journey is in use."
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
        help_text="Larger journey of which this one is a part.",
    )

    class Meta(CompanyModel.Meta):
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["code"], name="journey_code_unique"),
            models.CheckConstraint(condition=~Q(code=""), name="journey_code_not_empty"),
        ]

    def __str__(self) -> str:
        return self.code


class JourneyVersion(Revised, CompanyModel):
    """One dated state of a journey. Touchpoints keep their codes, so data of older versions stay comparable."""

    journey = models.ForeignKey(
        Journey,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="versions",
        help_text="Journey of which this is a version.",
    )
    number = models.PositiveIntegerField(help_text="Number of the version, counted from 1 within the journey.")
    state = models.CharField(
        max_length=10, choices=VersionState, default=VersionState.DRAFT, help_text="Draft, in force or replaced."
    )
    published_at = models.DateTimeField(null=True, blank=True, help_text="When the version came into force.")

    class Meta(CompanyModel.Meta):
        ordering = ("journey", "number")
        constraints = [
            models.UniqueConstraint(fields=["journey", "number"], name="journeyversion_number_unique"),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(state=VersionState.PUBLISHED), name="journeyversion_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | Q(published_at__isnull=False),
                name="journeyversion_published_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} v{self.number}"


class Stage(NamedInTwoLanguages, CompanyModel):
    """A part of a journey, such as arriving or paying, in the order in which customers live it."""

    version = models.ForeignKey(
        JourneyVersion,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="stages",
        help_text="Version that the stage belongs to.",
    )
    code = models.CharField(max_length=CODE_LENGTH, help_text="Code of the stage, stable over the journey's versions.")
    position = models.PositiveIntegerField(help_text="Place in the journey, counted from 1.")

    class Meta(CompanyModel.Meta):
        ordering = ("version", "position")
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="stage_code_unique"),
            models.UniqueConstraint(fields=["version", "position"], name="stage_position_unique"),
            models.CheckConstraint(condition=~Q(code=""), name="stage_code_not_empty"),
        ]

    def __str__(self) -> str:
        return self.code


class StageTouchpoint(CompanyModel):
    """The place of a touchpoint in a stage, with the emotion that the company expects there."""

    stage = models.ForeignKey(
        Stage,
        on_delete=models.CASCADE,
        db_index=False,
        related_name="placements",
        help_text="Stage in which the touchpoint occurs.",
    )
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.CASCADE, related_name="placements", help_text="Touchpoint that occurs there."
    )
    position = models.PositiveIntegerField(help_text="Place in the stage, counted from 1.")
    expected_emotion = models.SmallIntegerField(
        default=0,
        validators=[MinValueValidator(-2), MaxValueValidator(2)],
        help_text="Emotion the company expects customers to feel, from -2 (very bad) to 2 (very good).",
    )

    class Meta(CompanyModel.Meta):
        ordering = ("stage", "position")
        constraints = [
            models.UniqueConstraint(fields=["stage", "touchpoint"], name="stagetouchpoint_unique"),
            models.CheckConstraint(
                condition=Q(expected_emotion__gte=-2, expected_emotion__lte=2), name="stagetouchpoint_emotion_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.position}"
