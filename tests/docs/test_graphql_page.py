"""Every example of the GraphQL page runs, and its tables say what the code does."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings

from config.schema import company_schema
from journeys.services.blueprints import apply_blueprint
from tenants.access import Capability
from tenants.graphql import body, limits, pages
from tenants.graphql.errors import STATUS_WITHOUT_DATA
from tenants.graphql.requirements import QUERIES
from tenants.models import Tenant
from tests.graphql_api import api_of

# Root fields of the operator's host: docs/operations/companies.md.
OF_OPERATORS = {"Query.tenants", "Query.tenantState", "Query.provisioningRuns"}

PAGE = (settings.BASE_DIR / "docs/integrate/graphql.md").read_text()
EXAMPLES = re.findall(r"```graphql\n(.*?)```(?:\n```json\n(.*?)```)?", PAGE, re.DOTALL)


@pytest.mark.parametrize(
    ("query", "variables"), EXAMPLES, ids=[query.split()[1].split("(")[0] for query, _ in EXAMPLES]
)
def test_an_example_runs(in_acme: Tenant, query: str, variables: str) -> None:
    apply_blueprint(company=in_acme, industry="dining", locale="zh-hans")

    data = api_of(in_acme).data(query, **json.loads(variables or "{}"))

    assert data
    if "ingestFeedback" in data:
        assert (data["ingestFeedback"]["accepted"], data["ingestFeedback"]["rejected"]) == (2, [])


def test_the_page_has_examples_of_reading_and_writing() -> None:
    assert len(EXAMPLES) >= 5
    assert any(query.startswith("mutation") for query, _ in EXAMPLES)


@pytest.mark.parametrize(
    "fact",
    [
        f"{limits.MAX_TOKENS:,} tokens",
        f"{limits.MAX_DEPTH} levels deep",
        f"{limits.MAX_ALIASES} aliases",
        f"{limits.MAX_ROOT_FIELDS} root fields",
        f"{limits.MAX_MUTATIONS} mutations",
        f"{limits.MAX_DIRECTIVES} directives",
        f"{pages.MAX_PAGE} objects a page",
        f"holds {pages.DEFAULT_PAGE} objects",
        f"{limits.MAX_NODES:,} objects",
        f"{body.MAX_BYTES // 2**20} MB",
    ],
)
def test_the_limits_are_those_of_the_code(fact: str) -> None:
    assert fact in PAGE


def rows(heading: str) -> dict[str, list[str]]:
    """The rows of the table below a heading, by their first cell."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in lines}


def test_every_code_is_listed_with_its_status() -> None:
    assert {code: int(cells[-1]) for code, cells in rows("Errors").items()} == {
        str(code): status for code, status in STATUS_WITHOUT_DATA.items()
    }


def listed_by_scope() -> dict[str, set[str]]:
    return {scope: set(re.findall(r"`(\w+)`", cells[0])) for scope, cells in rows("Scopes").items()}


def test_what_is_listed_exists() -> None:
    roots = company_schema.core
    exist = {name for root in (roots.query_type, roots.mutation_type, roots.subscription_type) for name in root.fields}

    assert {scope: names - exist for scope, names in listed_by_scope().items() if names - exist} == {}


def test_every_root_field_is_listed_below_its_scope() -> None:
    listed = listed_by_scope()
    needed: dict[str, set[str]] = {}
    for place, scope in QUERIES.items():
        if isinstance(scope, Capability) and place not in OF_OPERATORS:
            needed.setdefault(str(scope), set()).add(place.removeprefix("Query."))

    questions = {place.removeprefix("Query.") for place in QUERIES}
    assert {scope: listed[scope] & questions for scope in needed} == needed
