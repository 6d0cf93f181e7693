"""Look only into the current schema: a company's schema does not contain the shared tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# Django's base module first: on Django 6.1 its introspection module imports it, and it imports that.
import django.db.backends.postgresql.base  # noqa: F401
from django.db.backends.postgresql.introspection import DatabaseIntrospection as StockIntrospection

from tenants.access import current_place, move_to, only_schema


@contextmanager
def _narrow() -> Iterator[None]:
    """Leave the shared tables out of the search path."""
    before = current_place()
    move_to(only_schema(before))
    try:
        yield
    finally:
        move_to(before)


def _narrowly[**P, R](method: Callable[P, R]) -> Callable[P, R]:
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with _narrow():
            return method(*args, **kwargs)

    return run


class DatabaseIntrospection(StockIntrospection):
    """Django's introspection, whose queries ask what is visible on the search path."""

    def get_table_list(self, cursor: Any) -> Any:
        """Return the tables and views of the current schema."""
        return _narrowly(super().get_table_list)(cursor)

    def get_table_description(self, cursor: Any, table_name: str) -> Any:
        """Return the columns of a table of the current schema."""
        return _narrowly(super().get_table_description)(cursor, table_name)

    def get_sequences(self, cursor: Any, table_name: str, table_fields: Any = ()) -> Any:
        """Return the sequences of a table of the current schema."""
        return _narrowly(super().get_sequences)(cursor, table_name, table_fields)

    def get_relations(self, cursor: Any, table_name: str) -> Any:
        """Return the foreign keys of a table of the current schema."""
        return _narrowly(super().get_relations)(cursor, table_name)

    def get_constraints(self, cursor: Any, table_name: str) -> Any:
        """Return the constraints and indexes of a table of the current schema."""
        return _narrowly(super().get_constraints)(cursor, table_name)
