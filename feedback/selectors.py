"""Questions about facts: read only, in the current company."""

from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform

from feedback.models import Customer


def segments(*, attribute: str) -> QuerySet[Any, dict[str, Any]]:
    """Return the values that customers have of an attribute, as `code`, with the number of `customers` of each."""
    valued: QuerySet[Any] = Customer.objects.annotate(code=KeyTextTransform(attribute, "attributes"))
    counted: QuerySet[Any, dict[str, Any]] = (
        valued.filter(code__isnull=False).values("code").annotate(customers=Count("pk")).order_by("code")
    )
    return counted
