"""Fields that read one named part of what was printed and stored: a row of figures, or a JSON column of a record."""

from collections.abc import Callable
from datetime import date
from typing import Any

import strawberry

from analytics.graphql.estimates import Estimate

type Row = dict[str, Any]


def part_of(root: Any, path: tuple[str, ...]) -> Any:
    """Return what stands at a path below a row, None where a part is missing.

    >>> part_of({"losses": {"model": 1}}, ("losses", "model")), part_of({}, ("losses", "model"))
    (1, None)
    """
    found = root
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def figure(*path: str, description: str, of: Callable[[Any], Row] | None = None) -> Any:
    """Return a field that reads an estimate at a path; `of` gives the row of a record that is none itself."""

    def read(found: Any) -> Estimate | None:
        return Estimate.of(found)

    return _field(read, path, description, of)


def number(*path: str, description: str, of: Callable[[Any], Row] | None = None) -> Any:
    """Return a field that reads a number at a path, null where there is none."""

    def read(found: Any) -> float | None:
        return None if found is None else float(found)

    return _field(read, path, description, of)


def count(*path: str, description: str, of: Callable[[Any], Row] | None = None) -> Any:
    """Return a field that reads a whole number at a path, 0 where there is none."""

    def read(found: Any) -> int:
        return int(found or 0)

    return _field(read, path, description, of)


def flag(*path: str, description: str) -> Any:
    """Return a field that reads yes or no at a path, no where there is none."""

    def read(found: Any) -> bool:
        return bool(found)

    return _field(read, path, description, None)


def text(*path: str, description: str) -> Any:
    """Return a field that reads a text at a path, empty where there is none."""

    def read(found: Any) -> str:
        return str(found or "")

    return _field(read, path, description, None)


def words(*path: str, description: str) -> Any:
    """Return a field that reads a text at a path, null where there is none or it is empty."""

    def read(found: Any) -> str | None:
        return str(found) if found else None

    return _field(read, path, description, None)


def day(*path: str, description: str) -> Any:
    """Return a field that reads a date at a path."""

    def read(found: Any) -> date:
        return date.fromisoformat(found)

    return _field(read, path, description, None)


def _field(read: Callable[[Any], Any], path: tuple[str, ...], description: str, of: Callable[[Any], Row] | None) -> Any:
    def resolve(root: strawberry.Parent[Any]) -> Any:
        return read(part_of(root if of is None else of(root), path))

    resolve.__annotations__["return"] = read.__annotations__["return"]
    return strawberry.field(resolver=resolve, description=description)
