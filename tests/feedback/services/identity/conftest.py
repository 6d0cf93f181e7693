"""Questions to a company about who is one person."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from feedback.models import Customer, CustomerMerge
from feedback.services.identity.merging import undo_merge
from tenants.access import Actor

ANN = Actor(kind="user", name="ann")


def persons() -> list[list[str]]:
    """Return the external ids of customers, person by person; who stands for a person is named first."""
    found: dict[str, list[str]] = {}
    names = dict(Customer.objects.values_list("pk", "external_id"))
    for pk, merged in Customer.objects.order_by("external_id").values_list("pk", "merged_into_id"):
        group = found.setdefault(names[merged or pk], [names[merged or pk]])
        if merged:
            group.append(names[pk])
    return sorted(found.values())


def merge_of(*external_ids: str) -> CustomerMerge:
    """Return the merge that holds between two customers."""
    named = set(Customer.objects.filter(external_id__in=external_ids).values_list("pk", flat=True))
    for merge in CustomerMerge.objects.filter(undone_at=None):
        if {merge.customer_id, merge.into_id} == named:
            found: CustomerMerge = merge
            return found
    raise LookupError(external_ids)


def undo(*external_ids: str) -> None:
    """Undo the merge of two customers."""
    undo_merge(actor=ANN, id=merge_of(*external_ids).pk)


def owners(kind: str) -> dict[str, tuple[str, str | None, int]]:
    """Return whose facts are, by their ids: the customer, the account that was named, the group."""
    sql = (
        f"SELECT f.external_id, c.external_id, a.external_id, f.bucket FROM feedback_{kind} f "
        "LEFT JOIN feedback_customer c ON c.id = f.customer_id LEFT JOIN feedback_customer a ON a.id = f.account_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name: (person, account, bucket) for name, person, account, bucket in cursor.fetchall()}


def everything() -> dict[str, list[Any]]:
    """Return all facts and customers as they are, but for the transactions and moments that wrote them."""
    tables = ("feedbackitem", "order", "interaction", "customer", "customeridentity")
    found: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(f) - 'xid' FROM feedback_{table} f ORDER BY f.id")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def people(*records: Iterable[Any]) -> list[dict[str, Any]]:
    """Return records of customers from tuples of external id and further fields."""
    return [{"external_id": name, **fields} for name, fields in records]
