"""Lists below a customer that hold what belongs to the whole person: to the customer and to all who were merged."""

from collections import Counter
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from feedback.models import Customer
from tenants.graphql.children import Children
from tenants.graphql.connections import Connection, connection_of
from tenants.graphql.keyset import NEWEST_FIRST, Order, Page, within
from tenants.graphql.nodes import rows_of


class OfPerson(Children):
    """Rows that point to a customer, or to one who was merged into that one, by their column `customer`."""

    __slots__ = ()

    def _key(self, row: Any) -> Any:
        return row.merged_into_id or row.pk

    def _whose(self, parents: list[Any]) -> QuerySet[Any, Any]:
        accounts = Customer.objects.filter(Q(pk__in=parents) | Q(merged_into__in=parents))
        person = Coalesce(F("customer__merged_into_id"), F("customer_id"))
        rows: QuerySet[Any, Any] = self.rows.filter(customer__in=accounts.values("pk")).annotate(person=person)
        return rows


def of_person(rows: QuerySet[Any, Any], order: Order, root: Customer) -> OfPerson:
    """Return what to list of the person whom a customer is."""
    return OfPerson(rows, order, "person", root)


class MergesOf(OfPerson):
    """The merges of a person. One that was undone belongs to both persons whom it had joined."""

    __slots__ = ()

    def page(self, page: Page, info: Any) -> Connection[Any]:
        """Return the person's page, reading those of its peers too unless that was done before."""
        loaded, own = info.context.loaded, self._key(self.of)
        place = (self.rows.model, self.order, page)
        if (*place, own) not in loaded:
            found: dict[Any, list[Any]] = {parent: [] for parent in self._parents()}
            for row in within(self._whose(list(found)), page, self.order):
                for person in {row.ours, row.theirs} & found.keys():
                    found[person].append(row)
            loaded.update({(*place, person): rows for person, rows in found.items()})
        rows = loaded[(*place, own)][: page.size + 1]
        return connection_of(rows, page=page, order=self.order, count=lambda: self._number(loaded))

    def _number(self, loaded: dict[Any, Any]) -> int:
        """Return how many merges the person has, counted for its peers too."""
        own = self._key(self.of)
        if (MergesOf, own) not in loaded:
            parents = self._parents()
            found = self._whose(parents).order_by().values_list("ours", "theirs")
            counts = Counter(person for pair in found for person in set(pair))
            loaded.update({(MergesOf, parent): counts[parent] for parent in parents})
        number: int = loaded[(MergesOf, own)]
        return number

    def _whose(self, parents: list[Any]) -> QuerySet[Any, Any]:
        accounts = Customer.objects.filter(Q(pk__in=parents) | Q(merged_into__in=parents)).values("pk")
        rows: QuerySet[Any, Any] = self.rows.filter(Q(customer__in=accounts) | Q(into__in=accounts)).annotate(
            ours=Coalesce(F("into__merged_into_id"), F("into_id")),
            theirs=Coalesce(F("customer__merged_into_id"), F("customer_id")),
        )
        return rows


def merges_of(rows: QuerySet[Any, Any], root: Customer) -> MergesOf:
    """Return the merges to list of the person whom a customer is, the last first."""
    return MergesOf(rows, NEWEST_FIRST, "person", root)


def customer_named(external_id: str) -> Customer | None:
    """Return who stands for the customer with an external id, as far as the caller reaches; None when unknown."""
    rows = rows_of(Customer)
    found: Customer | None = rows.filter(external_id=external_id).first()
    if found is None or found.merged_into_id is None:
        return found
    person: Customer | None = rows.filter(pk=found.merged_into_id).first()
    return person
