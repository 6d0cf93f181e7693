"""Mutations: what one company asks to be changed is never another's."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.models.alert import Alert
from analytics.models.scenario import Scenario
from config.schema import company_schema
from feedback.models import FeedbackItem, ImportBatch
from tenants.access import company_context
from tenants.graphql.ids import encode
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint
from tenants.members.models import Department, Membership, SignIn, SsoConnection, Unit, User
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tests.graphql_api import Api, api_of, key_of
from tests.isolation.mutation_rows import OWN, UNKNOWN
from tests.isolation.test_graphql import NOW, selection

INGEST = """mutation { ingestFeedback(input: {records: [
  {externalId: "x1", occurredAt: "2026-05-01T10:00:00Z", nps: 1, customer: "c1"}]}) { batchId accepted duplicates } }"""
ADOPT = """mutation { adoptScenario(input: {code: "idea", baselineFrom: "2026-01-01", startDate: "2026-03-01",
  evaluateTo: "2026-05-01"}) { plans { code } userErrors { code } } }"""
SAVE = """mutation { saveScenario(input: {code: "idea", title: "theirs", moves: [
  {touchpoint: "queue", uplift: {low: 1, mode: 1, high: 1}}]}) { userErrors { code } } }"""
ON_ENDPOINTS = {
    "updateWebhookEndpoint": "version: 1, state: PAUSED", "rotateWebhookSecret": "", "testWebhookEndpoint": "",
    "replayWebhookDeliveries": 'since: "2026-01-01T00:00:00Z"', "deleteWebhookEndpoint": "",
}  # fmt: skip
# Mutations of members, keys and the organisation, with the type whose id they take.
BY_ID = {
    "deactivateMember": ("User", ""), "reactivateMember": ("User", ""), "assignRole": ("User", ', role: "viewer"'),
    "removeRole": ("User", ', role: "viewer"'), "endSession": ("SignIn", ""), "rotateApiKey": ("ApiKey", ""),
    "revokeApiKey": ("ApiKey", ""), "resetSecondFactor": ("User", ""),
    "maskMember": ("User", ", masks: []"),
    **{f"{verb}Department": ("Department", ", revision: 1") for verb in ("update", "move", "archive")},
    **{f"{verb}Unit": ("Unit", ", revision: 1") for verb in ("update", "move", "archive")},
}  # fmt: skip
NEW = {
    "inviteMember": 'input: {email: "bo@acme.example", role: "viewer"}', "endMySessions": "",
    "createApiKey": 'input: {name: "till", scopes: ["jobs:read"]}', "createDepartment": 'input: {code: "new"}',
    "createUnit": 'input: {code: "new"}', "setOperatorAccess": "input: {isAllowed: false}",
    "setSecondFactorRule": "input: {isRequired: true}",
    "importDirectory": 'input: {kind: UNITS, fileName: "u.csv", content: "Y29kZQp4Cg=="}',
}  # fmt: skip
INGESTS = {
    "ingestOrders": '{externalId: "x1", occurredAt: "2026-05-01T10:00:00Z", amount: "5", customer: "c1"}',
    "ingestCustomers": '{externalId: "x1", phone: "13800000000"}',
    "ingestInteractions": '{externalId: "x1", occurredAt: "2026-05-01T10:00:00Z", customer: "c1"}',
}
MUTATIONS = {
    *UNKNOWN,
    *OWN,
    *BY_ID,
    *NEW,
    *ON_ENDPOINTS,
    "createWebhookEndpoint",
    "ingestFeedback",
    *INGESTS,
    "saveScenario",
    "adoptScenario",
    "deleteScenario",
    "acknowledgeAlert",
    "resolveAlert",
    "setSsoProvider",
    "removeSsoProvider",
    "loadDemonstration",
    "removeDemonstration",
}
SSO = """{ setSsoProvider(input: {issuer: "http://localhost:9", clientId: "x"}) { userErrors { code } }
  removeSsoProvider { removed userErrors { code } } }"""


def test_every_mutation_is_tried() -> None:
    mutation = company_schema.core.mutation_type
    assert mutation is not None
    assert set(mutation.fields) == set(MUTATIONS), "try the new mutation as another company too"


def test_the_sign_in_of_acme_is_not_globexs(in_acme: Tenant, globex: Tenant) -> None:
    SsoConnection.objects.create(issuer="https://login.acme.example", client_id="huibao")
    before, asked = list(SsoConnection.objects.values()), "{ ssoProvider { issuer clientId } }"

    assert api_of(in_acme).data(asked)["ssoProvider"]["clientId"] == "huibao"
    assert api_of(globex).data(asked) == {"ssoProvider": None}
    assert api_of(globex).data(f"mutation {SSO}") == {
        "setSsoProvider": {"userErrors": [{"code": "BAD_CONNECTION"}]},  # nobody answers there
        "removeSsoProvider": {"removed": False, "userErrors": []},
    }
    assert list(SsoConnection.objects.values()) == before


def test_example_data_of_acme_are_not_globexs(in_acme: Tenant, globex: Tenant) -> None:
    ImportBatch.objects.create(kind="feedback", source="demonstration", state="done", created_at=NOW)
    before, asked = list(ImportBatch.objects.values()), "{ demonstration { isLoaded hasOwnFacts } }"

    assert api_of(in_acme).data(asked)["demonstration"] == {"isLoaded": True, "hasOwnFacts": False}
    assert api_of(globex).data(asked)["demonstration"] == {"isLoaded": False, "hasOwnFacts": False}
    for name in ("loadDemonstration", "removeDemonstration"):
        sent = f'mutation {{ {name}(input: {{confirm: "globex"}}) {{ userErrors {{ code }} }} }}'
        assert api_of(globex).data(sent) == {name: {"userErrors": [{"code": "CANNOT_LOAD"}]}}
    assert list(ImportBatch.objects.values()) == before


@pytest.mark.parametrize("name", ["acknowledgeAlert", "resolveAlert"])
def test_an_alert_of_acme_is_unknown_to_globex_and_stays_open(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant, name: str
) -> None:
    asked = f"mutation($id: ID!) {{ {name}(input: {{id: $id}}) {{ alert {{ id }} userErrors {{ code message }} }} }}"
    ids = [encode("Alert", key) for key in (acme_rows["Alert"].pk, uuid7())]

    theirs = [api_of(globex).data(asked, id=one)[name] for one in ids]

    assert theirs[0] == theirs[1]
    assert (theirs[0]["alert"], theirs[0]["userErrors"][0]["code"]) == (None, "UNKNOWN_ALERT")
    assert Alert.objects.get().state == "open"


def test_an_endpoint_of_acme_is_unknown_to_globex_and_stays_as_it_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    made = 'mutation { createWebhookEndpoint(input: {name: "esb", url: "https://x.example"}) { endpoint { name } } }'
    assert api_of(globex).data(made)["createWebhookEndpoint"] == {"endpoint": {"name": "esb"}}  # a name of acme's

    for name, more in ON_ENDPOINTS.items():
        asked = f"mutation($id: ID!) {{ {name}(input: {{id: $id, {more}}}) {{ userErrors {{ code message }} }} }}"
        ids = [encode("WebhookEndpoint", key) for key in (acme_rows["WebhookEndpoint"].pk, uuid7())]
        theirs = [api_of(globex).data(asked, id=one)[name]["userErrors"] for one in ids]
        assert theirs[0] == theirs[1]
        assert theirs[0][0]["code"] == "UNKNOWN_ENDPOINT"

    assert (WebhookEndpoint.objects.get().state, WebhookDelivery.objects.count()) == ("active", 1)


def test_a_scenario_of_acme_is_unknown_to_globex_and_stays_as_it_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    compare = selection("compareScenarios")
    assert api_of(acme).data(compare)["compareScenarios"]

    theirs = api_of(globex)

    assert "unknown scenario 'idea'" in theirs.error(compare)["message"]
    forecast = "{ scenarioForecast(input: {}) { status } }"
    assert api_of(acme).data(forecast) == {"scenarioForecast": {"status": "empty"}}
    assert "no month has been scored" in theirs.error(forecast)["message"]
    delete = 'mutation { deleteScenario(code: "idea") { deletedCode userErrors { code } } }'
    assert theirs.data(delete)["deleteScenario"] == {"deletedCode": None, "userErrors": [{"code": "UNKNOWN_SCENARIO"}]}
    adopted = theirs.data(ADOPT)["adoptScenario"]
    assert adopted == {"plans": [], "userErrors": [{"code": "UNKNOWN_SCENARIO"}]}
    assert theirs.data(SAVE)["saveScenario"]["userErrors"] == [{"code": "UNSCORED_PERIOD"}]
    assert sorted(Scenario.objects.values_list("code", "plans")) == [("idea", []), ("other", [])]


@pytest.mark.parametrize("name", BY_ID)
def test_what_acme_has_is_unknown_to_globex_and_stays_as_it_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant, name: str
) -> None:
    kind, more = BY_ID[name]
    asked = f"mutation($id: ID!) {{ {name}(input: {{id: $id{more}}}) {{ userErrors {{ code message }} }} }}"
    ids = [encode(kind, key) for key in (acme_rows[kind].pk, uuid7())]
    before = list(type(acme_rows[kind]).objects.values())

    theirs = [api_of(globex).data(asked, id=one)[name] for one in ids]

    assert theirs[0] == theirs[1]
    assert theirs[0]["userErrors"][0]["code"] in {"UNKNOWN_MEMBER", "UNKNOWN_SESSION", "BAD_API_KEY", "UNKNOWN_PLACE"}
    assert list(type(acme_rows[kind]).objects.values()) == before


@pytest.mark.parametrize("name", NEW)
def test_what_globex_makes_is_globexs(acme_rows: dict[str, Any], acme: Tenant, globex: Tenant, name: str) -> None:
    tables = (User, Membership, SignIn, Department, Unit)
    before = [list(table.objects.values()) for table in tables]
    given = f"({NEW[name]})" if NEW[name] else ""

    answer = api_of(globex).data(f"mutation {{ {name}{given} {{ userErrors {{ code }} }} }}")[name]

    assert [error["code"] for error in answer["userErrors"]] == (["NOT_A_PERSON"] if name == "endMySessions" else [])
    assert [list(table.objects.values()) for table in tables] == before


def test_a_mutation_writes_to_the_hosts_company_only(acme: Tenant, globex: Tenant, in_acme: Tenant) -> None:
    assert api_of(globex).data(INGEST)["ingestFeedback"]["accepted"] == 1

    assert not FeedbackItem.objects.exists()
    assert api_of(acme).data(INGEST)["ingestFeedback"] | {"batchId": ""} == {
        "batchId": "", "accepted": 1, "duplicates": 0,
    }  # fmt: skip


@pytest.mark.parametrize(("name", "record"), INGESTS.items())
def test_records_of_each_kind_go_to_the_hosts_company_only(
    acme: Tenant, globex: Tenant, in_acme: Tenant, name: str, record: str
) -> None:
    asked = f"mutation {{ {name}(input: {{records: [{record}]}}) {{ accepted duplicates rejected {{ code }} }} }}"

    answers = [api_of(company).data(asked)[name] for company in (globex, acme)]

    assert answers == [{"accepted": 1, "duplicates": 0, "rejected": []}] * 2


def test_a_mutation_with_acmes_key_is_refused_on_globexs_host_and_writes_nowhere(
    acme: Tenant, globex: Tenant, in_acme: Tenant
) -> None:
    assert Api(globex, token=key_of(acme)).post(INGEST).status_code == 401

    assert not FeedbackItem.objects.exists()
    with company_context(globex):
        assert not FeedbackItem.objects.exists()


def test_an_idempotency_key_of_acme_means_nothing_to_globex(acme: Tenant, globex: Tenant, in_acme: Tenant) -> None:
    keyed = INGEST.replace("input: {", 'input: {idempotencyKey: "k1", ')
    first = api_of(acme).data(keyed)["ingestFeedback"]

    second = api_of(globex).data(keyed)["ingestFeedback"]

    assert second["accepted"] == 1
    assert second["batchId"] != first["batchId"]
