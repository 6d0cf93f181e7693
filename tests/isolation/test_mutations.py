"""No change through globex reaches acme: with acme's ids it is answered as with ids that never were."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from config.schema import company_schema
from tenants.access import company_context
from tenants.graphql.ids import encode
from tenants.models import Tenant, TenantSchedule
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of
from tests.isolation.mutation_rows import OWN, UNKNOWN, filled

CHANGES = company_schema.core.mutation_type
assert CHANGES is not None


def send(api: Api, name: str, given: dict[str, Any]) -> Any:
    """Send a mutation and return its payload."""
    kinds = {argument: kind.type for argument, kind in CHANGES.fields[name].args.items()}
    if not kinds:
        return api.data(f"mutation {{ {name} {{ userErrors {{ code field message }} }} }}")[name]
    query = f"mutation($input: {kinds['input']}) {{ {name}(input: $input) {{ userErrors {{ code field message }} }} }}"
    return api.data(query, input=given)[name]


def everything(company: Tenant) -> dict[str, Any]:
    """Every row of what a company intends, asked for and assumes, and its schedule."""
    labels = {"journeys", "jobs", "analytics", "audit", "feedback"}
    with company_context(company):
        rows: dict[str, Any] = {
            model.__name__: sorted(map(str, model.objects.values_list()))
            for model in apps.get_models()
            if model._meta.app_label in labels
        }
    rows["schedule"] = list(TenantSchedule.objects.filter(tenant=company).values_list())
    return rows


@pytest.mark.usefixtures("acme_rows")
@pytest.mark.parametrize("name", UNKNOWN)
def test_a_thing_of_acme_is_unknown_to_globex_and_stays_as_it_was(
    acme_rows: dict[str, Any],
    acme: Tenant,
    globex: Tenant,
    name: str,
) -> None:
    real = {kind: encode(kind, row.pk) for kind, row in acme_rows.items() if row is not None}
    invented = {kind: encode(kind, uuid7()) for kind in real}
    before, theirs = everything(acme), api_of(globex)

    with company_context(globex):
        answers = [send(theirs, name, filled(UNKNOWN[name], ids)) for ids in (real, invented)]

    assert answers[0] == answers[1]
    assert answers[0]["userErrors"]
    assert everything(acme) == before


@pytest.mark.usefixtures("acme_rows")
@pytest.mark.parametrize("name", OWN)
def test_a_change_of_globex_is_made_there_only(acme: Tenant, globex: Tenant, name: str) -> None:
    before, theirs = everything(acme), api_of(globex)

    with company_context(globex):
        answer = send(theirs, name, OWN[name])

    assert answer == {"userErrors": []}
    assert everything(acme) == before


def test_how_long_acme_keeps_data_is_not_globexs(in_acme: Tenant, globex: Tenant) -> None:
    send(api_of(in_acme), "setRetention", {"kind": "LOGS", "days": 7})
    query = "{ retentionRules { kind days } }"

    assert {"kind": "LOGS", "days": 7} in api_of(in_acme).data(query)["retentionRules"]
    assert {rule["days"] for rule in api_of(globex).data(query)["retentionRules"]} == {None}


def test_how_acme_recognises_customers_is_not_globexs(in_acme: Tenant, globex: Tenant) -> None:
    send(api_of(in_acme), "setIdentityPolicy", {"rules": [{"kinds": ["DEVICE"]}]})
    query = "{ identityPolicy { rules { kinds } changedAt } }"

    assert api_of(in_acme).data(query)["identityPolicy"]["rules"] == [{"kinds": ["DEVICE"]}]
    assert api_of(globex).data(query)["identityPolicy"]["changedAt"] is None


def test_settings_of_acme_are_not_globexs(in_acme: Tenant, globex: Tenant) -> None:
    send(api_of(in_acme), "updateModelSettings", {"changes": {"minimumN": 7}})
    query = "{ modelSettings { version minimumN } }"

    assert api_of(in_acme).data(query) == {"modelSettings": {"version": 1, "minimumN": 7}}
    assert api_of(globex).data(query) == {"modelSettings": {"version": 0, "minimumN": 30}}
