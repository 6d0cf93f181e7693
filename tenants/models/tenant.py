"""A company and the hosts it answers on. These rows live in the public schema."""

import re
from typing import NoReturn
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone as clock
from django_tenants.models import DomainMixin, TenantMixin

from tenants.access import FIRST_DATABASE
from tenants.models.ids import uuid7
from tenants.models.plan import Plan

OPERATOR_SLUG = "operator"

# Names that would collide with a schema, a host of ours, or a word of PostgreSQL.
_RESERVED = (
    "admin api app assets auth console default docs information-schema localhost mail operator public root "
    "schema static status support system template template0 template1 tenant tenants test www"
)
RESERVED_SLUGS = frozenset(_RESERVED.split())
SLUG_PATTERN = re.compile(r"[a-z](?:[a-z0-9]|-(?!-)){0,38}[a-z0-9]\Z")


def validate_slug(slug: str) -> None:
    """Refuse a slug that cannot be both the first label of a host and, with "_" for "-", a schema."""
    if not SLUG_PATTERN.match(slug):
        raise ValidationError(
            f"slug {slug!r} must have 2 to 40 small letters, digits or single hyphens, "
            "start with a letter and not end with a hyphen"
        )
    if slug in RESERVED_SLUGS or slug.startswith("pg-"):
        raise ValidationError(f"slug {slug!r} is reserved: choose another")


def validate_timezone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if name not in available_timezones():
        raise ValidationError(f"time zone {name!r} is unknown: use an IANA name such as Asia/Shanghai")


def schema_of(slug: str) -> str:
    """Return the schema of a slug: hyphens become underscores, which no slug contains."""
    return slug.replace("-", "_")


class Tenant(TenantMixin):  # type: ignore[misc]  # django-tenants has no types
    """A client company: its name, calendar, money and the schema that holds everything it owns."""

    class Status(models.TextChoices):
        """Where a company is in its life."""

        PROVISIONING = "provisioning"
        ACTIVE = "active"
        SUSPENDED = "suspended"
        CLOSING = "closing"
        DELETING = "deleting"

    class Kind(models.TextChoices):
        """A client company, or the operator of the installation."""

        COMPANY = "company"
        OPERATOR = "operator"

    class Industry(models.TextChoices):
        """The industry whose blueprint a company starts from."""

        DINING = "dining"
        ECOMMERCE = "ecommerce"
        RETAIL = "retail"
        HOTEL = "hotel"
        AIRLINE = "airline"
        BANK = "bank"
        NONE = "none"

    class Locale(models.TextChoices):
        """The language a company's people read."""

        ZH_HANS = "zh-hans"
        EN = "en"

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=40, unique=True, help_text="First label of the company's host.")
    name = models.CharField(max_length=200, help_text="The company's name, as its people write it.")
    industry = models.CharField(max_length=20, choices=Industry, default=Industry.NONE)
    currency = models.CharField(
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", "currency must be an ISO 4217 code such as CNY")],
        help_text="ISO 4217 code of the money all its figures are in.",
    )
    timezone = models.CharField(
        max_length=64, validators=[validate_timezone], help_text="IANA zone in which its days and months begin."
    )
    locale = models.CharField(max_length=10, choices=Locale, default=Locale.ZH_HANS)
    status = models.CharField(max_length=20, choices=Status, default=Status.PROVISIONING)
    status_reason = models.TextField(
        blank=True, default="", db_default="", help_text="Why it was suspended or is being closed; empty otherwise."
    )
    closes_at = models.DateTimeField(
        null=True, blank=True, help_text="From when on a company that is being closed is deleted; null otherwise."
    )
    plan = models.CharField(
        max_length=20,
        choices=Plan,
        default=Plan.STANDARD,
        db_default=Plan.STANDARD,
        help_text="What the company has booked; it sets its limits.",
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COMPANY)
    admits_operator = models.BooleanField(
        default=True,
        db_default=True,
        help_text="Whether people of the operator may enter, for a reason and a limited time. Its owners decide.",
    )
    second_factor_from = models.DateTimeField(
        null=True, blank=True, help_text="From when on everybody has to give a second factor; null: nobody is asked to."
    )
    database = models.CharField(
        max_length=40,
        default=FIRST_DATABASE,
        db_default=FIRST_DATABASE,
        help_text="Alias of the database that holds the company's schema.",
    )
    is_moving = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether the company is being copied to another database, so that no process may remember this row.",
    )
    paused_until = models.DateTimeField(
        null=True, blank=True, help_text="Until when nothing is written, at most: the company changes its database."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.slug)

    @property
    def takes_writes(self) -> bool:
        """Whether anything may be changed in the company: not while it is suspended, being closed or switched over."""
        return bool(self.status == self.Status.ACTIVE) and not self.is_paused

    @property
    def is_paused(self) -> bool:
        """Whether writing waits for some seconds, in which the company changes its database.

        The pause is courtesy and ends by itself, should the mover be killed: what keeps writers out is locks.
        """
        return self.paused_until is not None and self.paused_until > clock.now()

    @property
    def is_readable(self) -> bool:
        """Whether the company's data may be read."""
        return self.status in {self.Status.ACTIVE, self.Status.SUSPENDED, self.Status.CLOSING}

    def __enter__(self) -> NoReturn:
        """Refuse: the parent keeps the way back in a list that all threads share."""
        raise RuntimeError("use `with company_context(tenant):`, not `with tenant:`")

    def activate(self) -> NoReturn:
        """Refuse: the parent moves the connection and never back."""
        raise RuntimeError("use `with company_context(tenant):`, not tenant.activate()")


class Domain(DomainMixin):  # type: ignore[misc]  # django-tenants has no types
    """A host name, without port, that a company answers on."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
