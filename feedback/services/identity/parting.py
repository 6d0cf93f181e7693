"""Groups taken apart for as long as customers are changed under them, and put together again by what still holds."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from feedback.models import Customer, CustomerMerge
from feedback.services.identity.groups import accounts_of, persons_of, settle
from feedback.services.identity.history import BY_RULE, holding
from feedback.services.identity.matching import identifiers_of
from feedback.services.identity.merging import close, regroup
from feedback.services.merge.stage import Cursor

WITHDRAWN = "withdrawn"


def take_apart(cursor: Cursor, *, batch: UUID) -> list[UUID]:
    """Let each customer of the groups with one of a batch's customers stand alone; return all of them."""
    in_group = Q(merged_into__isnull=False) | Q(own_attributes__isnull=False)
    touched = Customer.objects.filter(in_group, batch_id=batch).values_list("pk", flat=True)
    accounts = accounts_of(persons_of(touched))
    settle(cursor, [[account] for account in accounts])
    return [account.id for account in accounts]


def put_together(cursor: Cursor, customers: Collection[UUID]) -> None:
    """Group customers who stand alone by the merges that still hold; those that nothing speaks for any more do not.

    A merge by a rule needs the identifier that both had, one by a person both customers.
    """
    if not customers:
        return
    left = set(Customer.objects.filter(pk__in=customers).values_list("pk", flat=True))
    merges = holding(customers)
    gone = list(_unfounded(merges, left))
    close(gone, by=BY_RULE, reason=WITHDRAWN)
    regroup(cursor, left)


def _unfounded(merges: Iterable[CustomerMerge], left: Collection[UUID]) -> Iterable[CustomerMerge]:
    identifiers = identifiers_of(left)
    for merge in merges:
        pair = {merge.customer_id, merge.into_id}
        kind = merge.rule.partition("+")[0]
        shared = {identifiers.get(one, {}).get(kind) for one in pair}
        if not pair <= set(left) or (merge.by == BY_RULE and shared != {merge.value_hash}):
            yield merge


def separate(cursor: Cursor, customers: Collection[UUID]) -> None:
    """End the merges between some customers and others, as before only some of a group are erased."""
    chosen = set(customers)
    between = [one for one in holding(chosen) if (one.customer_id in chosen) != (one.into_id in chosen)]
    if between:
        persons = persons_of(chosen)
        close(between, by=BY_RULE, reason=WITHDRAWN)
        regroup(cursor, persons)
