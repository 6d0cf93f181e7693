"""Lists executed by a plan give the same answers as lists that graphql-core executes by itself.

WRITTEN_DOCUMENTS says with how many documents written at random.
"""

from __future__ import annotations

import os
from random import Random
from typing import Any

import pytest
import strawberry
from graphql import graphql_sync
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext as Stock
from strawberry.types import Info

from config.schema import company_schema
from tenants.access import Capability
from tenants.graphql.ids import encode
from tenants.graphql.lists import ListExecutor
from tenants.models import Tenant
from tests.graphql_api import Api, key_of
from tests.isolation.rows import acme_rows
from tests.tenants.graphql.selections import ROOT, Writer

__all__ = ["acme_rows"]
WRITTEN = int(os.environ.get("WRITTEN_DOCUMENTS", "50"))
ROOTS = sorted(set(ROOT.fields) - {"viewer", "rateLimit", "node"})


@strawberry.interface
class Named:
    """What has a name."""

    name: str


@strawberry.type
class Leaf(Named):
    """An object below another."""


@strawberry.type
class Row:
    """A row with a field of every sort, sound and broken."""

    number: int

    @strawberry.field
    def word(self) -> str:
        return f"row {self.number}"

    @strawberry.field
    def maybe(self) -> int | None:
        return self.number if self.number % 2 else None

    @strawberry.field
    def plus(self, add: int = 1) -> float:
        return self.number + add

    @strawberry.field
    def place(self, info: Info) -> str:
        return f"{info.path.typename} {info.path.key} {info.field_name} {info.context['word']}"

    @strawberry.field
    def leaf(self) -> Leaf | None:
        return Leaf(name="x") if self.number else None

    @strawberry.field
    def any_leaf(self) -> Named:
        return Leaf(name="y")

    @strawberry.field
    def inner(self) -> list[Leaf]:
        return [Leaf(name=str(at)) for at in range(self.number)]

    @strawberry.field
    def holes(self) -> list[Leaf | None]:
        return [None, Leaf(name="z")]

    @strawberry.field
    def broken(self) -> int | None:
        if self.number == 2:
            raise ValueError("broken")
        return self.number

    @strawberry.field
    def fatal(self) -> int:
        if self.number == 2:
            raise ValueError("fatal")
        return self.number

    @strawberry.field
    def missing(self) -> int:
        return None if self.number == 1 else 1  # type: ignore[return-value]

    @strawberry.field
    def too_large(self) -> int | None:
        return 2**40

    @strawberry.field
    def returned(self) -> int | None:
        return ValueError("returned") if self.number else 0  # type: ignore[return-value]

    @strawberry.field
    def wrong(self) -> Leaf | None:
        return "no leaf"  # type: ignore[return-value]

    @strawberry.field
    def no_list(self) -> list[int] | None:
        return 7  # type: ignore[return-value]


@strawberry.type
class Query:
    """The root."""

    @strawberry.field
    def rows(self) -> list[Row]:
        return [Row(number=number) for number in range(4)]

    @strawberry.field
    def more(self) -> list[Row] | None:
        return [Row(number=number) for number in (2, 3)]

    @strawberry.field
    def numbers(self) -> list[int]:
        return [1, 2]

    @strawberry.field
    def empty(self) -> list[Row] | None:
        return None


SCHEMA = strawberry.Schema(Query)
SOUND = "{ rows { number word maybe plus(add: 3) place leaf { name } inner { name } holes { name } __typename } }"
DOCUMENTS = [
    "{ rows { number word maybe plus place leaf { name __typename } inner { name } holes { name } __typename } }",
    "{ rows { anyLeaf { __typename name ... on Leaf { other: name } } } numbers empty { number } }",
    """{ rows { again: word word word ...F ... on Row { inner { name } inner { also: name } } } }
    fragment F on Row { number }""",
    "query($no: Boolean = false) { rows { number @include(if: $no) word @skip(if: $no) } more { fatal } }",
    "query($n: Int = 5) { rows { plus(add: $n) } more { number } }",
    "query($n: Int!) { rows { plus(add: $n) } }",
    *(f"{{ more {{ number }} rows {{ word {name} }} }}" for name in ("broken", "tooLarge", "returned", "noList")),
    *(f"{{ more {{ {name} word }} rows {{ word {name} }} }}" for name in ("fatal", "missing")),
    "{ rows { word wrong { name } } more { fatal broken } }",
]


def executed(document: str, how: type, **variables: Any) -> tuple[Any, list[Any]]:
    found = graphql_sync(
        SCHEMA._schema,
        document,
        context_value={"word": "here"},
        variable_values=variables,
        executor_class=how,
    )
    return found.data, sorted(
        (str(error.message), str(error.path), str(error.locations)) for error in found.errors or []
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_sound_and_broken_lists_are_alike(document: str) -> None:
    assert executed(document, ListExecutor) == executed(document, Stock)


def test_a_sound_list_is_not_begun_again() -> None:
    class Told(ListExecutor):
        begun = 0

        def complete_list_item_value(self, *args: Any) -> Any:
            Told.begun += 1
            return super().complete_list_item_value(*args)

    executed(SOUND, Told)

    assert Told.begun == 0


def test_documents_at_random_are_answered_alike_with_and_without_plans(
    in_acme: Tenant, acme_rows: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    less = set(Capability) - {Capability.TEXTS_READ, Capability.CONTACTS_READ}
    callers = [Api(in_acme, token=key_of(in_acme)), Api(in_acme, token=key_of(in_acme, less))]
    rng, compared = Random(20260101), set()
    score = encode("ExperienceReturnScore", acme_rows["ExperienceReturnScore"].pk)
    for at in range(9 * WRITTEN):
        # Chance may write nothing that is answered of some root at first.
        missing = [name for name in ROOTS if at < WRITTEN or name not in compared]
        if not missing:
            break
        name, api = missing[at % len(missing)], rng.choice(callers)
        document = Writer(rng, allowed=lambda _: True, share=rng.choice([0.3, 0.6, 0.9])).document(name, score)

        monkeypatch.setattr(company_schema, "execution_context_class", Stock)
        plain = api.post(document).json()
        monkeypatch.setattr(company_schema, "execution_context_class", ListExecutor)
        planned = api.post(document).json()

        assert _settled(planned) == _settled(plain), document
        compared |= {name} if planned.get("data") else set()
    assert compared == set(ROOTS)


def _settled(answer: dict[str, Any]) -> dict[str, Any]:
    errors = [{**error, "extensions": {"code": error["extensions"]["code"]}} for error in answer.get("errors", [])]
    return {"data": answer.get("data"), "errors": errors, "actual": answer["extensions"]["cost"]["actual"]}
