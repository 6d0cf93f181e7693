"""What was merged, what was undone and what was decided: read for whole groups, and written down."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from feedback.models import CustomerMerge, MergeConflict
from feedback.services.identity.linking import Doubt, Link
from tenants.access import Actor
from tenants.audit.services import Subject
from tenants.hooks.services import emit

BY_RULE = "rule"
MANUAL = "manual"
State = MergeConflict.State


def holding(customers: Collection[UUID]) -> list[CustomerMerge]:
    """Return the merges that hold between some customers and whomever, in the order in which they came."""
    theirs = Q(customer__in=customers) | Q(into__in=customers)
    return list(CustomerMerge.objects.filter(theirs, undone_at=None).order_by("at", "pk"))


def pairs(merges: Iterable[CustomerMerge]) -> list[tuple[UUID, UUID]]:
    """Return whom merges join."""
    return [(one.customer_id, one.into_id) for one in merges]


def kept_apart(customers: Collection[UUID]) -> set[frozenset[UUID]]:
    """Return the pairs, with one of some customers in each, that no rule may join: merges undone, and decisions."""
    undone = CustomerMerge.objects.filter(Q(customer__in=customers) | Q(into__in=customers), keeps_apart=True)
    decided = MergeConflict.objects.filter(Q(one__in=customers) | Q(other__in=customers), state=State.KEPT_APART)
    found = [*undone.values_list("customer_id", "into_id"), *decided.values_list("one_id", "other_id")]
    return {frozenset(pair) for pair in found}


def lift(ours: Collection[UUID], theirs: Collection[UUID]) -> None:
    """Let what kept two groups apart do so no more: somebody decided that they are one."""
    CustomerMerge.objects.filter(
        Q(customer__in=ours, into__in=theirs) | Q(customer__in=theirs, into__in=ours), keeps_apart=True
    ).update(keeps_apart=False)
    MergeConflict.objects.filter(
        Q(one__in=ours, other__in=theirs) | Q(one__in=theirs, other__in=ours), state=State.KEPT_APART
    ).update(state=State.SETTLED)


def write_links(links: Sequence[Link], *, by: str = BY_RULE, reason: str = "") -> list[CustomerMerge]:
    """Write merges into the history, tell whoever listens, and return them."""
    rows: list[CustomerMerge] = CustomerMerge.objects.bulk_create(
        CustomerMerge(
            customer_id=link.customer, into_id=link.into, rule=link.rule, value_hash=link.value_hash,
            by=by[:255], reason=reason[:500],
        )
        for link in links
    )  # fmt: skip
    for row in rows:
        tell("customer.merged", row)
    return rows


def tell(event: str, row: CustomerMerge) -> None:
    """Tell whoever listens of a merge, or of one that was undone: ids, never identifiers."""
    data = {"customer": str(row.customer_id), "into": str(row.into_id), "rule": row.rule}
    emit(event=event, subject=Subject("customer", id=str(row.into_id)), data=data)


def write_doubts(doubts: Sequence[Doubt]) -> int:
    """Put customers before a person who decides; return how many questions are new.

    About an identifier that many share nobody is asked twice.
    """
    if not doubts:
        return 0
    many = MergeConflict.Reason.TOO_MANY
    asked = MergeConflict.objects.filter(reason=many, value_hash__in=[one.link.value_hash for one in doubts])
    known = set(asked.values_list("rule", "value_hash"))
    fresh = [_row(one) for one in doubts if one.reason != many or (one.link.rule, one.link.value_hash) not in known]
    for row in MergeConflict.objects.bulk_create(fresh, ignore_conflicts=True):
        told = {"reason": str(row.reason), "rule": row.rule, "kinds": row.kinds, "customers": row.sharing}
        emit(event="merge_conflict.found", subject=Subject("merge_conflict", id=str(row.pk)), data=told)
    return len(fresh)


def _row(doubt: Doubt) -> MergeConflict:
    link = doubt.link
    return MergeConflict(
        one_id=link.into, other_id=link.customer, rule=link.rule, value_hash=link.value_hash, reason=doubt.reason,
        kinds=list(doubt.kinds), sharing=doubt.sharing,
    )  # fmt: skip


def open_questions(customers: Collection[UUID]) -> set[frozenset[UUID]]:
    """Return the pairs, with one of some customers in each, about whom a person is asked."""
    theirs = Q(one__in=customers) | Q(other__in=customers)
    waiting = MergeConflict.objects.filter(theirs, state=State.OPEN).exclude(reason=MergeConflict.Reason.TOO_MANY)
    return {frozenset(pair) for pair in waiting.values_list("one_id", "other_id")}


def settle_questions() -> int:
    """Close the questions about customers who are one person by now; return how many."""
    waiting = MergeConflict.objects.filter(state=State.OPEN).annotate(
        ours=Coalesce("one__merged_into_id", "one_id"), theirs=Coalesce("other__merged_into_id", "other_id")
    )
    same = list(waiting.filter(ours=F("theirs")).values_list("pk", flat=True))
    done: int = MergeConflict.objects.filter(pk__in=same).update(state=State.SETTLED, decided_at=timezone.now())
    return done


def name_of(actor: Actor) -> str:
    """Return who did something, as the history keeps it."""
    return f"{actor.kind}:{actor.name}"[:255]
