"""What a new schema takes away from the clients of an old one."""

from collections.abc import Iterable

from graphql import build_schema, find_breaking_changes


def lost_promises(old: str, new: str) -> list[str]:
    """Return how a schema breaks clients of an older one, one line a change, in a fixed order.

    Only breaking changes count: a value added to an enum or an optional argument does not.

    >>> lost_promises("type Query { a: Int, b: Int }", "type Query { a: Int }")
    ['FIELD_REMOVED: Field Query.b was removed.']
    """
    changes = find_breaking_changes(build_schema(old), build_schema(new))
    return sorted(f"{change.type.name}: {change.description}" for change in changes)


def not_allowed(lost: Iterable[str], allowed: str) -> list[str]:
    """Return the losses that the allow list, one a line, does not name; its lines that start with # are comments."""
    listed = {line.strip() for line in allowed.splitlines() if not line.startswith("#")}
    return [line for line in lost if line not in listed]
