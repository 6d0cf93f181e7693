"""Where customers and the company meet."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from journeys.models.names import NamedInTwoLanguages
from journeys.models.revisions import Revised
from tenants.models.company_model import CompanyModel

CODE_LENGTH = 120


class ChannelKind(models.TextChoices):
    """What sort of way to reach the company a channel is."""

    IN_PERSON = "in_person", "Store, counter or any other place people walk into"
    SELF_SERVICE = "self_service", "Machine that customers use by themselves on site"
    WEB = "web", "Web site"
    APP = "app", "Mobile app"
    MINI_PROGRAM = "mini_program", "Mini program inside another app"
    PHONE = "phone", "Telephone"
    MESSAGING = "messaging", "E-mail, SMS or instant message"
    SOCIAL = "social", "Social network"
    MARKETPLACE = "marketplace", "Platform of somebody else, such as a review or ordering site"
    DELIVERY = "delivery", "Delivery or home service"
    OTHER = "other", "Anything else, or not known yet"


class TouchpointMode(models.TextChoices):
    """Whether customers meet the company in person or through a device."""

    ONLINE = "online", "Through a device"
    OFFLINE = "offline", "In person"
    UNKNOWN = "unknown", "Not known yet"


class Channel(NamedInTwoLanguages, Revised, CompanyModel):
    """A way by which customers reach the company, such as a store, an app or the telephone."""

    code = models.CharField(
        max_length=CODE_LENGTH, help_text="Stable code of the channel, as imports and the API name it."
    )
    kind = models.CharField(
        max_length=20, choices=ChannelKind, default=ChannelKind.OTHER, help_text="What sort of channel it is."
    )
    is_mapped = models.BooleanField(
        default=True,
        help_text="False while the channel is only a code that came with data.",
    )

    class Meta(CompanyModel.Meta):
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["code"], name="channel_code_unique"),
            models.CheckConstraint(condition=~Q(code=""), name="channel_code_not_empty"),
        ]

    def __str__(self) -> str:
        return self.code


class Touchpoint(NamedInTwoLanguages, Revised, CompanyModel):
    """One kind of interaction between a customer and the company; its experience is measured, its return estimated."""

    code = models.CharField(
        max_length=CODE_LENGTH,
        help_text="Stable code, the same in every version of a journey, so scores stay comparable.",
    )
    channel = models.ForeignKey(
        Channel,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="touchpoints",
        help_text="Channel of the interaction; null when unknown or there are several.",
    )
    mode = models.CharField(
        max_length=10,
        choices=TouchpointMode,
        default=TouchpointMode.UNKNOWN,
        help_text="Whether customers meet the company here in person or through a device.",
    )
    owner = models.ForeignKey(
        "members.Department",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        db_index=False,
        related_name="+",
        help_text="Department that answers for the experience at this touchpoint.",
    )
    weight = models.DecimalField(
        max_digits=8,
        decimal_places=4,
        default=Decimal(1),
        help_text="Weight, relative to other touchpoints, where a figure averages over touchpoints.",
    )
    is_moment_of_truth = models.BooleanField(
        default=False, help_text="Whether the company holds that this touchpoint decides the outcome of a journey."
    )
    is_mapped = models.BooleanField(
        default=True,
        help_text="False while the touchpoint is only a code that came with data.",
    )
    archived_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when the touchpoint is out of use; its history stays and its code still takes answers.",
    )
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
        help_text="Touchpoint that this code stands for: data that come with the code are stored there.",
    )
    description_zh = models.TextField(blank=True, help_text="What happens at the touchpoint, in Chinese.")
    description_en = models.TextField(blank=True, help_text="What happens at the touchpoint, in English.")

    class Meta(CompanyModel.Meta):
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["code"], name="touchpoint_code_unique"),
            models.CheckConstraint(condition=~Q(code=""), name="touchpoint_code_not_empty"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="touchpoint_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return self.code
