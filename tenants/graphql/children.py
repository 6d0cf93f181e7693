"""Lists below objects of a list, read for all of those objects with one query."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from tenants.graphql.connections import Connection, connection_of
from tenants.graphql.keyset import Order, Page, within


@dataclass(frozen=True, slots=True)
class Children:
    """Rows that point to an object by `parent`, a column of theirs, such as `journey_id`.

    The object's peers, those that came with it from one query, are served by the same query.
    """

    rows: QuerySet[Any, Any]
    order: Order
    parent: str
    of: Any

    def page(self, page: Page, info: Any) -> Connection[Any]:
        """Return the object's page, reading those of its peers too unless that was done before."""
        loaded = info.context.loaded
        place = (self.rows.model, self.parent, str(self.rows.query.where), self.order, page)
        if (*place, self.of.pk) not in loaded:
            found: dict[Any, list[Any]] = {parent: [] for parent in self._parents()}
            for row in self._read(page, list(found)):
                found[getattr(row, self.parent)].append(row)
            loaded.update({(*place, parent): rows for parent, rows in found.items()})
        return connection_of(
            loaded[(*place, self.of.pk)], page=page, order=self.order, count=lambda: self._count(loaded, place[:3])
        )

    def only(self, info: Any) -> Any:
        """Return the one row that points to the object, or None, read for its peers too."""
        return next(iter(self.page(Page(first=1), info).rows), None)

    def _parents(self) -> list[Any]:
        peers = (reference() for reference in self.of._state.peers)  # noqa: SLF001 - Django's own record of peers
        return list({self.of.pk: None} | {peer.pk: None for peer in peers if peer is not None})

    def _read(self, page: Page, parents: list[Any]) -> list[Any]:
        rows = within(self.rows.filter(**{f"{self.parent}__in": parents}), page, self.order)
        if len(parents) == 1:
            return list(rows[: page.size + 1])
        place = Window(RowNumber(), partition_by=[F(self.parent)], order_by=self.order.names(backwards=page.backwards))
        return list(rows.annotate(place_in_page=place).filter(place_in_page__lte=page.size + 1))

    def _count(self, loaded: dict[Any, Any], place: tuple[Any, ...]) -> int:
        if ("count", *place, self.of.pk) not in loaded:
            parents = self._parents()
            rows = self.rows.filter(**{f"{self.parent}__in": parents}).order_by()
            counts = dict(rows.values_list(self.parent).annotate(count=Count("pk")))
            loaded.update({("count", *place, parent): counts.get(parent, 0) for parent in parents})
        found: int = loaded[("count", *place, self.of.pk)]
        return found
