"""Why two customers are one person: the merges that lead from one to the other."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from feedback.models import Customer, CustomerMerge
from feedback.services.identity.history import holding


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether two customers are one person, and the merges that make them so, in order."""

    one: Customer
    other: Customer
    because: list[CustomerMerge]

    @property
    def is_one_person(self) -> bool:
        """Whether they are the same customer or were merged."""
        return self.one.pk == self.other.pk or bool(self.because)


def why_one_person(one: Customer, other: Customer) -> Answer:
    """Return whether two customers are one person and why."""
    person = one.merged_into_id or one.pk
    if person != (other.merged_into_id or other.pk):
        return Answer(one, other, [])
    accounts = list(Customer.objects.filter(Q(pk=person) | Q(merged_into=person)).values_list("pk", flat=True))
    return Answer(one, other, _way(one.pk, other.pk, holding(accounts)))


def _way(start: UUID, end: UUID, merges: Iterable[CustomerMerge]) -> list[CustomerMerge]:
    """Return the merges that lead from one customer to another; there is one way at most."""
    beside: dict[UUID, list[tuple[UUID, CustomerMerge]]] = {}
    for merge in merges:
        beside.setdefault(merge.customer_id, []).append((merge.into_id, merge))
        beside.setdefault(merge.into_id, []).append((merge.customer_id, merge))
    ways: dict[UUID, list[CustomerMerge]] = {start: []}
    waiting = deque([start])
    while waiting and end not in ways:
        at = waiting.popleft()
        for neighbour, merge in beside.get(at, ()):
            if neighbour not in ways:
                ways[neighbour] = [*ways[at], merge]
                waiting.append(neighbour)
    return ways.get(end, [])
