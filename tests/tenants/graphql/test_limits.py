"""Every document is measured in linear time, and what asks for too much is refused before it is validated or run."""

from __future__ import annotations

import time

import pytest

from config.schema import company_schema
from tenants.graphql.document import prepare
from tenants.graphql.errors import ApiError, Code
from tenants.models import Tenant
from tests.graphql_api import Api


def check(document: str) -> None:
    """Measure a document as a request with it does, before anything else looks at it."""
    prepared = prepare(company_schema.core, document)
    prepared.measure(next(iter(prepared.operations.values())), {})


def nested(levels: int) -> str:
    return "{ a" * levels + " }" * levels


def chain(links: int, body: str) -> str:
    """A chain of fragments that each spread the next one twice: 2**links paths through a document of linear size."""
    fragments = [f"fragment F{at} on Query {body.replace('NEXT', f'F{at + 1}')}" for at in range(links)]
    return "{ ...F0 }" + " ".join(fragments) + f" fragment F{links} on Query {{ __typename }}"


@pytest.mark.parametrize(
    ("document", "what"),
    [
        (nested(11), "10 levels deep"),
        ("{ " + " ".join(f"a{at}: b" for at in range(31)) + " }", "30 aliases"),
        ("{ x { " + " ".join(f"a{at}: b" for at in range(31)) + " } }", "30 aliases"),
        ("{ " + "b " * 21 + "}", "20 root fields in a query"),
        ("mutation { " + "b " * 6 + "}", "5 root fields in a mutation"),
        ("{ b " + "@skip(if: false) " * 51 + "}", "50 directives"),
        ("query @a @b { b " + "@skip(if: false) " * 49 + "}", "50 directives"),
        ("{ ...F } fragment F on Query { " + "b " * 21 + "}", "20 root fields in a query"),
        (
            "{ ... { ...F } } fragment F on Query { a { a { a { ...G } } } } fragment G on Query " + nested(8),
            "10 levels",
        ),
        ("{ a } query B " + nested(11), "10 levels deep"),
        (chain(60, "{ ...NEXT ...NEXT }"), "20 root fields in a query"),
        (chain(60, "{ a { ...NEXT ...NEXT } }"), "10 levels deep"),
        (chain(60, "{ x: a ...NEXT ...NEXT }"), "30 aliases"),
        (chain(30, "{ ...NEXT @skip(if: false) ...NEXT @skip(if: false) }"), "20 root fields"),
    ],
)
def test_a_document_over_a_limit_is_refused_with_the_limit(document: str, what: str) -> None:
    started = time.process_time()

    with pytest.raises(ApiError, match=what) as refusal:
        check(document)

    assert refusal.value.code == Code.COST_LIMIT
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "document",
    [
        nested(10),
        "{ " + " ".join(f"a{at}: b" for at in range(20)) + " }",
        "{ " + "b " * 20 + "}",
        "{ a { " + "b " * 200 + "} }",
        "mutation { " + "b " * 5 + "}",
        "{ b " + "@skip(if: false) " * 50 + "}",
        "{ ...F ...F ...F } fragment F on Query { b }",
    ],
)
def test_a_document_at_its_limits_is_let_through(document: str) -> None:
    check(document)


def test_fragments_that_spread_themselves_are_refused() -> None:
    with pytest.raises(ApiError, match='Fragment "A" spreads itself'):
        check("{ ...A } fragment A on Query { a { ...B } } fragment B on Query { ...A }")


@pytest.mark.parametrize(
    "document",
    [
        "{ " + "__typename " * 1000 + "}",
        nested(450),
        "{" * 5000,
        "#\n" * 300 + "{ __typename }",
        chain(80, "{ ...NEXT ...NEXT }"),
        chain(60, "{ node(id: 1) { ...NEXT ...NEXT } }"),
        "{ " + "a: " * 900,
        "{ viewer { " + " ".join(f"a{at}: kind" for at in range(200)) + " } }",
    ],
)
def test_hostile_documents_are_refused_over_http_in_less_than_a_second_of_work(in_acme: Tenant, document: str) -> None:
    started = time.process_time()

    error = Api(in_acme).error(document)

    assert error["extensions"]["code"] in {"COST_LIMIT", "BAD_USER_INPUT"}
    assert time.process_time() - started < 1


def test_introspection_is_answered_in_full(in_acme: Tenant) -> None:
    from graphql import get_introspection_query

    data = Api(in_acme).data(get_introspection_query(descriptions=True))

    assert "Touchpoint" in {kind["name"] for kind in data["__schema"]["types"]}


def test_introspection_does_not_go_round_in_circles(in_acme: Tenant) -> None:
    document = "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }"

    assert Api(in_acme).code(document) == "BAD_USER_INPUT"
