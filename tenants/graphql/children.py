"""Lists below objects of a list, read for all of those objects with one query."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber

from tenants.graphql.connections import Connection, connection_of
from tenants.graphql.keyset import Order, Page, within
from tenants.graphql.nodes import rows_of


def peers_of(row: Any) -> list[Any]:
    """Return a row and those that came with it from one query and are still in use."""
    peers = (reference() for reference in row._state.peers)  # noqa: SLF001 - Django's own record of peers
    return [row, *(peer for peer in peers if peer is not None and peer is not row)]


def named(row: Any, column: str, model: type[models.Model], info: Any) -> Any:
    """Return the row of another table whose `code` stands in a text column, or None; read for the row's peers too."""
    loaded = info.context.loaded
    code = getattr(row, column)
    if (model, code) not in loaded:
        codes = {getattr(peer, column) for peer in peers_of(row)}
        found = {other.code: other for other in rows_of(model).filter(code__in=codes)}
        loaded.update({(model, one): found.get(one) for one in codes})
    return loaded[(model, code)]


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
        own = self._key(self.of)
        if (*place, own) not in loaded:
            found: dict[Any, list[Any]] = {parent: [] for parent in self._parents()}
            for row in self._read(page, list(found)):
                found[getattr(row, self.parent)].append(row)
            loaded.update({(*place, parent): rows for parent, rows in found.items()})
        return connection_of(
            loaded[(*place, own)], page=page, order=self.order, count=lambda: self._count(loaded, place[:3])
        )

    def only(self, info: Any) -> Any:
        """Return the one row that points to the object, or None, read for its peers too."""
        return next(iter(self.page(Page(first=1), info).rows), None)

    def _parents(self) -> list[Any]:
        return list(dict.fromkeys(self._key(peer) for peer in peers_of(self.of)))

    def _key(self, row: Any) -> Any:
        """Return what `parent` holds for an object."""
        return row.pk

    def _whose(self, parents: list[Any]) -> QuerySet[Any, Any]:
        """Return the rows that point to some objects."""
        return self.rows.filter(**{f"{self.parent}__in": parents})

    def _read(self, page: Page, parents: list[Any]) -> list[Any]:
        rows = within(self._whose(parents), page, self.order)
        if len(parents) == 1:
            return list(rows[: page.size + 1])
        place = Window(RowNumber(), partition_by=[F(self.parent)], order_by=self.order.names(backwards=page.backwards))
        return list(rows.annotate(place_in_page=place).filter(place_in_page__lte=page.size + 1))

    def _count(self, loaded: dict[Any, Any], place: tuple[Any, ...]) -> int:
        own = self._key(self.of)
        if ("count", *place, own) not in loaded:
            parents = self._parents()
            rows = self._whose(parents).order_by()
            counts = dict(rows.values_list(self.parent).annotate(count=Count("pk")))
            loaded.update({("count", *place, parent): counts.get(parent, 0) for parent in parents})
        found: int = loaded[("count", *place, own)]
        return found
