"""Every request of the cookbook runs, one after the other, with the ids that the answers before gave."""

from __future__ import annotations

import json
import re
from typing import Any

from django.conf import settings

from journeys.models import Touchpoint
from tenants.graphql.ids import decode
from tenants.graphql.requirements import DESIGN
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.graphql_api import api_of

PAGE = (settings.BASE_DIR / "docs/integrate/cookbook-journeys.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```graphql\n(.*?)```(?:\n```json\n(.*?)```)?", PAGE, re.DOTALL)


def ids_in(answer: Any) -> dict[str, str]:
    """Return the last id of each type in an answer."""
    if isinstance(answer, list):
        return {kind: key for one in answer for kind, key in ids_in(one).items()}
    if not isinstance(answer, dict):
        return {}
    found: dict[str, str] = {}
    for name, value in answer.items():
        found |= {decode(value).type_name: value} if name == "id" else ids_in(value)
    return found


def filled(variables: str, ids: dict[str, str]) -> str:
    """Return the variables of an example with ids in the place of <Type>."""
    return re.sub(r"<(\w+)>", lambda found: ids[found[1]], variables or "{}")


def errors_in(answer: Any) -> list[Any]:
    """Return what the payloads of an answer say is wrong."""
    return [error for payload in answer.values() for error in payload.get("userErrors", [])]


def test_the_requests_run_one_after_the_other(in_acme: Tenant) -> None:
    Touchpoint.objects.create(code="waiting", is_mapped=False)
    Unit.objects.bulk_create(Unit(code=f"r{number}") for number in range(1, 5))
    api, ids = api_of(in_acme), {}

    for query, variables in EXAMPLES:
        answer = api.data(query, **json.loads(filled(variables, ids)))
        assert errors_in(answer) == [], query
        ids |= ids_in(answer)

    assert len(EXAMPLES) >= 15


def test_the_page_names_only_mutations_that_exist() -> None:
    known = {name for names in DESIGN.values() for name in names.split()}
    verbs = r"`((?:create|update|delete|reorder|place|remove|archive|copy|request|close|set|map|apply)[A-Z]\w+)`"

    assert set(re.findall(verbs, PAGE)) <= known
