"""Values of labels: always from a closed list, whatever was asked for."""

from typing import Final

from django.conf import settings

from tenants.access import current_schema

OTHER: Final = "other"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def company_label(schema: str | None = None) -> str:
    """Return the schema of a company, else of the current one, when it is told apart; else "", which is no label."""
    found = current_schema() if schema is None else schema
    return found if found in settings.METRICS_COMPANIES else ""


def method_label(method: str | None) -> str:
    """Return an HTTP method; whoever invents one gets a word of ours."""
    return method if method in METHODS else OTHER
