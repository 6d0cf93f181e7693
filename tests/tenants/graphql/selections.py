"""Documents written at random against the company's schema: root fields of some sort and anything below them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from graphql import (
    GraphQLObjectType,
    get_named_type,
    is_composite_type,
    is_interface_type,
    is_required_argument,
)

from config.schema import company_schema
from tests.isolation.test_graphql import ARGUMENTS

ROOT: Any = company_schema.core.query_type


class Writer:
    """Writes selections of one root field. `allowed` says which types may be selected."""

    def __init__(self, rng: Random, *, allowed: Callable[[str], bool], share: float, depth: int = 4) -> None:
        self.rng, self.allowed, self.share, self.depth = rng, allowed, share, depth
        self.room = 100

    def document(self, name: str, node_id: str = "") -> str:
        """Return a query of one root field."""
        given = ARGUMENTS.get(name, "").replace("ID", node_id)
        kind = get_named_type(ROOT.fields[name].type)
        return f"query Written {{ {name}{f'({given})' if given else self._page(kind)} {self._below(kind, 1)} }}"

    def _page(self, kind: Any) -> str:
        return f"(first: {self.rng.choice([1, 2, 3])})" if kind.name.endswith("Connection") else ""

    def _below(self, kind: Any, depth: int) -> str:
        if is_interface_type(kind):
            return "{ __typename id }"
        found = [self._one(name, field, depth) for name, field in kind.fields.items()]
        return f"{{ {' '.join([one for one in found if one] or ['__typename'])} }}"

    def _one(self, name: str, field: Any, depth: int) -> str:
        kind = get_named_type(field.type)
        wanted = self.rng.random() < self.share or name in {"nodes", "edges", "node"}
        if not wanted or any(is_required_argument(argument) for argument in field.args.values()) or self.room <= 0:
            return ""
        self.room -= 1
        alias = f"a{self.room}: " if self.rng.random() < 0.05 else ""
        if not is_composite_type(kind):
            return f"{alias}{name}"
        inside = kind.name.removesuffix("Connection").removesuffix("Edge")
        if not isinstance(kind, GraphQLObjectType) or not self.allowed(inside) or depth >= self.depth:
            return ""
        page = self._page(kind)
        return f"{alias}{name}{page} {self._below(kind, depth + (name not in {'nodes', 'edges', 'node'}))}"
