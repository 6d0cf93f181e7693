"""Who is joined with whom: plain decisions over customers, their identifiers and what people said before."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from uuid import UUID

from feedback.models import MergeConflict
from feedback.services.identity.policy import REVIEW, Rule

Reason = MergeConflict.Reason


@dataclass(frozen=True, slots=True)
class Link:
    """Two customers who share identifiers by a rule: the second one was known first."""

    customer: UUID
    into: UUID
    rule: str
    value_hash: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two customers who share identifiers and cannot be joined without a person."""

    link: Link
    reason: str
    kinds: tuple[str, ...] = ()
    sharing: int = 2


class Circles:
    """Customers who belong together, joined two at a time."""

    def __init__(self, persons: Mapping[UUID, UUID]) -> None:
        self._above = dict(persons) | {person: person for person in persons.values()}
        self._members: dict[UUID, list[UUID]] = {}
        for customer in self._above:
            self._members.setdefault(self.of(customer), []).append(customer)

    def of(self, customer: UUID) -> UUID:
        """Return the customer by whom a circle is named."""
        while self._above[customer] != customer:
            customer = self._above[customer]
        return customer

    def members(self, customer: UUID) -> list[UUID]:
        """Return everybody in a customer's circle."""
        return self._members[self.of(customer)]

    def all(self) -> list[list[UUID]]:
        """Return all circles."""
        return list(self._members.values())

    def join(self, one: UUID, other: UUID) -> None:
        """Make one circle of two."""
        kept, gone = self.of(one), self.of(other)
        if kept != gone:
            self._above[gone] = kept
            self._members[kept] += self._members.pop(gone)


@dataclass
class Linker:
    """Joins customers as a rule says, unless they differ in what one person has once or people kept them apart.

    `apart` holds pairs of customers whom nobody but a person may join, `asked` those about whom a person is asked.
    """

    circles: Circles
    identifiers: Mapping[UUID, Mapping[str, str]]
    keep_apart: Collection[str]
    apart: Collection[frozenset[UUID]]
    asked: set[frozenset[UUID]]
    links: list[Link] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def apply(self, rule: Rule, value_hash: str, customers: Sequence[UUID], *, sharing: int) -> None:
        """Join customers who share an identifier, given in the order in which they were known."""
        if sharing > rule.most:
            link = Link(customers[-1], customers[0], rule.name, value_hash)
            self.doubts.append(Doubt(link, Reason.TOO_MANY, sharing=sharing))
            return
        for into, customer in combinations(customers, 2):
            if self.circles.of(into) != self.circles.of(customer):
                self._consider(Link(customer, into, rule.name, value_hash), rule, sharing)

    def _consider(self, link: Link, rule: Rule, sharing: int) -> None:
        ours, theirs = self.circles.members(link.into), self.circles.members(link.customer)
        if _between(self.apart, ours, theirs):
            return
        differing = tuple(kind for kind in sorted(self.keep_apart) if self._differ(kind, ours, theirs))
        if differing or rule.action == REVIEW:
            if not _between(self.asked, ours, theirs):
                reason = Reason.DIFFERENT_IDS if differing else Reason.REVIEW
                self.doubts.append(Doubt(link, reason, differing, sharing))
                self.asked.add(frozenset((link.customer, link.into)))
        else:
            self.circles.join(link.into, link.customer)
            self.links.append(link)

    def _differ(self, kind: str, ours: Iterable[UUID], theirs: Iterable[UUID]) -> bool:
        mine, other = (
            {self.identifiers[one][kind] for one in side if kind in self.identifiers.get(one, {})}
            for side in (ours, theirs)
        )
        return bool(mine) and bool(other) and mine.isdisjoint(other)


def _between(pairs: Collection[frozenset[UUID]], ours: Iterable[UUID], theirs: Collection[UUID]) -> bool:
    return bool(pairs) and any(frozenset((one, other)) in pairs for one in ours for other in theirs)


def parts_of(customers: Iterable[UUID], pairs: Iterable[tuple[UUID, UUID]]) -> list[list[UUID]]:
    """Return the groups that pairs make of customers; whoever is in no pair is alone.

    >>> a, b, c = (UUID(int=number) for number in (1, 2, 3))
    >>> [[one.int for one in part] for part in parts_of([a, b, c], [(a, b)])]
    [[1, 2], [3]]
    """
    known = {one: one for one in customers}
    circles = Circles(known)
    for one, other in pairs:
        if one in known and other in known:
            circles.join(one, other)
    return circles.all()
