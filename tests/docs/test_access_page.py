"""The page on access tells what the code does."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from tenants.access import ROLE_CAPABILITIES, Capability
from tenants.graphql.masks import MASKS
from tenants.models import Tenant
from tests.docs.pages import tables
from tests.graphql_api import api_of

PAGE = (settings.BASE_DIR / "docs/guides/access.md").read_text(encoding="utf-8")


def test_the_table_of_roles_is_that_of_the_code() -> None:
    head, *rows = tables(PAGE)[0]
    roles = head[1:]

    told = {role: {row[0].strip("`") for row in rows if row[at] == "yes"} for at, role in enumerate(roles, 1)}

    assert told == {role: set(map(str, capabilities)) for role, capabilities in ROLE_CAPABILITIES.items()}
    assert [row[0].strip("`") for row in rows] == list(map(str, Capability))


def test_every_masked_field_is_named_with_its_scope() -> None:
    masks = PAGE.split("## Masked fields")[1].split("##")[0]

    assert all(f"`{place}`" in masks and f"`{scope}`" in masks for place, scope in MASKS.items())


@pytest.mark.parametrize("query", re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL))
def test_an_example_runs(in_acme: Tenant, query: str) -> None:
    answer = api_of(in_acme).data(query)["createApiKey"]

    assert answer["token"].startswith("hb_")
    assert answer["userErrors"] == []
