"""A company is made in the database that was named, or not at all; tests/faults/test_move.py makes one elsewhere."""

from __future__ import annotations

import pytest

from tenants.access import FIRST_DATABASE
from tenants.models import ProvisioningRun, Tenant
from tenants.services.onboarding import BadCompany, create_company, ensure_operator
from tests.graphql_api import api_of
from tests.tenants.services.test_onboarding import INITECH

pytestmark = pytest.mark.django_db
CREATE = """mutation($input: CreateTenantInput!) { createTenant(input: $input) {
  tenant { slug database } userErrors { code field message } } }"""
ASKED = {"slug": "initech", "name": "Initech", "currency": "CNY", "timezone": "UTC"}


def test_an_unknown_database_is_refused_before_anything_is_made() -> None:
    with pytest.raises(BadCompany, match="no database has the alias 'east': there are default"):
        create_company(**INITECH, database="east")

    assert not Tenant.objects.filter(slug="initech").exists()
    assert not ProvisioningRun.objects.filter(slug="initech").exists()


def test_the_first_one_may_be_named() -> None:
    assert create_company(**INITECH, database=FIRST_DATABASE).company.database == FIRST_DATABASE


def test_a_company_that_lives_elsewhere_is_not_made_again() -> None:
    made = create_company(**INITECH).company
    Tenant.objects.filter(pk=made.pk).update(database="west")

    with pytest.raises(BadCompany, match="lives in the database 'west': `tenant move`"):
        create_company(**INITECH, database=FIRST_DATABASE)
    Tenant.objects.filter(pk=made.pk).update(database=FIRST_DATABASE)


def test_the_operators_api_names_it_and_tells_where_a_company_lives() -> None:
    api = api_of(ensure_operator().company)
    api.host = "localhost"

    done = api.data(CREATE, input=ASKED | {"database": "default"})["createTenant"]
    refused = api.data(CREATE, input=ASKED | {"slug": "other", "database": "east"})["createTenant"]

    assert done == {"tenant": {"slug": "initech", "database": "default"}, "userErrors": []}
    assert [error["code"] for error in refused["userErrors"]] == ["BAD_COMPANY"]
