"""Questions about facts: read only, in the current company."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from feedback.models import Customer, FeedbackItem, Order


def customers_of_units(rows: QuerySet[Any, Any], *, units: Collection[UUID]) -> QuerySet[Any, Any]:
    """Return those of some customers who answered or bought at these units."""
    person = Coalesce(OuterRef("merged_into_id"), OuterRef("pk"))
    answered = FeedbackItem.objects.filter(respondent=person, unit_id__in=units)
    bought = Order.objects.filter(customer_id=person, unit_id__in=units)
    return rows.filter(Exists(answered) | Exists(bought))


def living_customers() -> int:
    """Return how many customers there are, each person once: neither merged into another nor erased."""
    found: int = Customer.objects.filter(merged_into=None, erased_at=None).count()
    return found


def known_of_units(rows: QuerySet[Any, Any], *, units: Collection[UUID]) -> QuerySet[Any, Any]:
    """Return those of some rows that belong to customers of these units; their column `customer` says to whom."""
    customers = customers_of_units(Customer.objects.all(), units=units)
    return rows.filter(customer__in=customers.values("pk"))


def exports_of_units(rows: QuerySet[Any, Any], *, units: Collection[UUID]) -> QuerySet[Any, Any]:
    """Return those of some jobs that write exports for somebody who is bound to just these units."""
    return rows.filter(kind="export_changes", params__view__units=sorted(map(str, units)))


def segments(*, attribute: str) -> QuerySet[Any, dict[str, Any]]:
    """Return the values that customers have of an attribute, as `code`, with the number of `customers` of each."""
    standing = Customer.objects.filter(merged_into=None)
    valued: QuerySet[Any] = standing.annotate(code=KeyTextTransform(attribute, "attributes"))
    counted: QuerySet[Any, dict[str, Any]] = (
        valued.filter(code__isnull=False).values("code").annotate(customers=Count("pk")).order_by("code")
    )
    return counted


def events_of_units(rows: QuerySet[Any, Any], *, units: Collection[UUID]) -> QuerySet[Any, Any]:
    """Return those of some events that happened to cases at these units."""
    return rows.filter(case__unit_id__in=units)
