"""Lists: how a resolver says what to list, and the connection that the caller gets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from django.db.models import QuerySet
from strawberry.extensions.field_extension import FieldExtension, SyncExtensionResolver
from strawberry.types.field import StrawberryField

from tenants.graphql.keyset import Order, Page, read_cursor, within, write_cursor


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """Where a page stands in its list."""

    has_next_page: bool = strawberry.field(description="Whether there are more objects after this page.")
    has_previous_page: bool = strawberry.field(description="Whether there are more objects before this page.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first object; null on an empty page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last object; null on an empty page.")


@strawberry.type(description="An object in its place in a list.")
class Edge[NodeT]:
    """An object in its place in a list."""

    cursor: str = strawberry.field(description="Opaque place of the object, to give as `after` or `before`.")
    node: NodeT = strawberry.field(description="The object.")


@strawberry.type(description="A page of a list.")
class Connection[NodeT]:
    """A page of a list."""

    rows: strawberry.Private[Sequence[Any]]
    order: strawberry.Private[Order]
    count: strawberry.Private[Callable[[], int]]
    page_info: PageInfo = strawberry.field(description="Where the page stands in the list.")

    @strawberry.field(description="The objects with their cursors.")
    def edges(self) -> list[Edge[NodeT]]:
        """Return the objects with their cursors."""
        return [Edge(cursor=write_cursor(row, self.order), node=row) for row in self.rows]

    @strawberry.field(description="The objects without their cursors.")
    def nodes(self) -> list[NodeT]:
        """Return the objects without their cursors."""
        return list(self.rows)

    @strawberry.field(description="How many objects the whole list has. Counted only when asked for.")
    def total_count(self) -> int:
        """Return how many objects the whole list has."""
        return self.count()


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list field lists: rows in an order."""

    rows: QuerySet[Any, Any]
    order: Order

    def page(self, page: Page, info: Any) -> Connection[Any]:
        """Return one page, with one query, and one more when the whole is counted."""
        found = list(within(self.rows, page, self.order)[: page.size + 1])
        return connection_of(found, page=page, order=self.order, count=self.rows.order_by().count)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a list field lists when there is no table behind it: dicts, already in the order of their one key."""

    rows: Sequence[dict[str, Any]]
    key: str

    def page(self, page: Page, info: Any) -> Connection[Any]:
        """Return one page, cut in memory."""
        order = Order((self.key,), (str,))
        after, before = (None if text is None else read_cursor(text, order)[0] for text in (page.after, page.before))
        found = [
            row
            for row in self.rows
            if (after is None or row[self.key] > after) and (before is None or row[self.key] < before)
        ]
        if page.backwards:
            found.reverse()
        return connection_of(found[: page.size + 1], page=page, order=order, count=lambda: len(self.rows))


def connection_of(found: Sequence[Any], *, page: Page, order: Order, count: Callable[[], int]) -> Connection[Any]:
    """Return the connection of rows read in the page's direction, one more than the page's size if there is one."""
    more = len(found) > page.size
    rows = list(found[: page.size])
    if page.backwards:
        rows.reverse()
    info = PageInfo(
        has_next_page=page.before is not None if page.backwards else more,
        has_previous_page=more if page.backwards else page.after is not None,
        start_cursor=write_cursor(rows[0], order) if rows else None,
        end_cursor=write_cursor(rows[-1], order) if rows else None,
    )
    return Connection(rows=rows, order=order, count=count, page_info=info)


ARGUMENTS: dict[str, tuple[Any, str]] = {
    "first": (int | None, "How many objects from the start, 0 to 100; 25 when neither first nor last is given."),
    "after": (str | None, "Only objects after this cursor."),
    "last": (int | None, "How many objects from the end, 0 to 100."),
    "before": (str | None, "Only objects before this cursor."),
}


class Paged(FieldExtension):
    """Gives a list field its four arguments and turns the Listing that it returns into a page."""

    def apply(self, field: StrawberryField) -> None:
        """Add the arguments."""
        added = [
            strawberry.types.arguments.StrawberryArgument(
                python_name=name,
                graphql_name=None,
                type_annotation=strawberry.annotation.StrawberryAnnotation(kind),
                description=description,
                default=strawberry.UNSET,
            )
            for name, (kind, description) in ARGUMENTS.items()
        ]
        field.arguments = [*field.arguments, *added]

    def resolve(self, next_: SyncExtensionResolver, source: Any, info: Any, **kwargs: Any) -> Any:
        """Return the page that the arguments ask for."""
        given = {name: kwargs.pop(name, strawberry.UNSET) for name in ARGUMENTS}
        page = Page(**{name: value for name, value in given.items() if value is not strawberry.UNSET})
        return next_(source, info, **kwargs).page(page, info)


def paged(node: Any, *, description: str) -> Any:
    """Decorate a resolver that returns a Listing, or a Children, as a connection field of a node type."""
    return strawberry.field(graphql_type=Connection[node], extensions=[Paged()], description=description)
