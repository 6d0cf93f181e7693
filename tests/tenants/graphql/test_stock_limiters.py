"""The limiters that come with the GraphQL library walk every path through a document; ours looks at each place once.

Calls of functions are counted, not seconds: a chain twice as long must not take a thousand times the work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import strawberry
from strawberry.extensions import MaxAliasesLimiter, QueryDepthLimiter

from config.schema import company_schema
from tenants.graphql.document import prepare
from tenants.graphql.measure import Measure
from tests.tenants.graphql.test_limits import chain

SHORT, LONG = 7, 13


@strawberry.type
class Query:
    here: int = 1


def calls_of(work: Callable[[], object]) -> int:
    """Return how many Python functions a piece of work calls."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def growth(look: Callable[[str], object]) -> float:
    """Return how much more work a chain of doubled fragments takes when it is twice as long."""
    few, many = (calls_of(lambda links=links: look(chain(links, "{ ...NEXT ...NEXT }"))) for links in (SHORT, LONG))
    return many / few


def test_the_stock_limiters_take_exponential_work() -> None:
    limiters = [lambda: QueryDepthLimiter(max_depth=10), lambda: MaxAliasesLimiter(max_alias_count=30)]
    schema = strawberry.Schema(Query, extensions=limiters)

    assert growth(schema.execute_sync) > 8


def test_ours_takes_work_in_proportion_to_the_length() -> None:
    def measure(document: str) -> object:
        prepared = prepare(company_schema.core, document)
        return Measure(company_schema.core, prepared.document, {}).of(prepared.operations[""])

    assert growth(measure) < 2.5
