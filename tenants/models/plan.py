"""What a company has booked, and how much of it."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class Plan(models.TextChoices):
    """What a company has booked."""

    TRIAL = "trial"
    STANDARD = "standard"
    ENTERPRISE = "enterprise"


class Counted(StrEnum):
    """What is counted and limited."""

    CUSTOMERS = "customers"
    FACTS = "facts"
    API_KEYS = "api_keys"


@dataclass(frozen=True, slots=True)
class Limit:
    """From `soft` on the operator is warned; at `hard` more is refused. None is no limit."""

    soft: int | None = None
    hard: int | None = None


LIMITS: dict[Plan, dict[Counted, Limit]] = {
    Plan.TRIAL: {
        Counted.CUSTOMERS: Limit(soft=50_000, hard=100_000),
        Counted.FACTS: Limit(soft=500_000, hard=1_000_000),
        Counted.API_KEYS: Limit(soft=4, hard=5),
    },
    Plan.STANDARD: {
        Counted.CUSTOMERS: Limit(soft=5_000_000, hard=10_000_000),
        Counted.FACTS: Limit(soft=100_000_000, hard=200_000_000),
        Counted.API_KEYS: Limit(soft=80, hard=100),
    },
    Plan.ENTERPRISE: dict.fromkeys(Counted, Limit()),
}
