"""Nothing of acme is seen, counted or changed through globex: by lists, ids, keys, sessions, mutations or errors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from graphql import GraphQLObjectType, get_named_type, is_required_argument

from analytics.models.alert import Alert
from analytics.models.plan_evaluation import PlanEvaluation
from analytics.models.prediction import CustomerPrediction, PredictionRun
from analytics.models.scenario import Scenario
from analytics.models.scope_score import ScopeScore
from analytics.models.score_run import ScoreRun
from config.schema import company_schema, operator_schema
from feedback.models import Customer, FeedbackItem
from feedback.services.intake import ingest_records
from journeys.models import ActionPlan, Persona
from tenants.access import Actor, company_context
from tenants.audit.services import Subject
from tenants.audit.services import record as write_down
from tenants.graphql.ids import encode
from tenants.hooks.models import WebhookDelivery, WebhookEndpoint, WebhookEvent
from tenants.jobs.models import Job
from tenants.members.models import Department, Membership, SignIn, Unit, User
from tenants.members.services import ensure_roles, ensure_user
from tenants.models import CompanyModel, Tenant
from tenants.models.ids import uuid7
from tenants.services.buckets import Bucket, correct
from tests.analytics.day_cells import add_cells, add_layout, answers
from tests.graphql_api import Api, api_of, key_of
from tests.isolation.mutation_rows import OWN, UNKNOWN
from tests.journeys.graphql.rows import add_journeys, add_plans

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ROOT = company_schema.core.query_type
assert ROOT is not None
ARGUMENTS = {
    "auditEvents": 'filter: {subjectId: "j1"}',
    "node": 'id: "ID"', "nodes": 'ids: ["ID"]', "customer": 'externalId: "c1"', "drivers": 'period: "2026-03"',
    "experienceReturnScores": "scope: COMPANY", "scoreTrends": 'scope: COMPANY, from: "2026-01", to: "2026-04"',
    "customerPredictions": 'period: "2026-03"', "trace": 'score: "ID"',
    "compareScenarios": 'codes: ["idea", "other"]',
    "customerValues": 'period: "2026-03"', "customerBase": 'period: "2026-03"',
}  # fmt: skip
LISTS = sorted(name for name, field in ROOT.fields.items() if get_named_type(field.type).name.endswith("Connection"))
OTHERS = sorted(set(ROOT.fields) - set(LISTS) - {"viewer"})
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
    "revokeApiKey": ("ApiKey", ""),
    **{f"{verb}Department": ("Department", ", revision: 1") for verb in ("update", "move", "archive")},
    **{f"{verb}Unit": ("Unit", ", revision: 1") for verb in ("update", "move", "archive")},
}  # fmt: skip
NEW = {
    "inviteMember": 'input: {email: "bo@acme.example", role: "viewer"}', "endMySessions": "",
    "createApiKey": 'input: {name: "till", scopes: ["jobs:read"]}', "createDepartment": 'input: {code: "new"}',
    "createUnit": 'input: {code: "new"}',
}  # fmt: skip
MUTATIONS = {
    *UNKNOWN,
    *OWN,
    *BY_ID,
    *NEW,
    *ON_ENDPOINTS,
    "createWebhookEndpoint",
    "ingestFeedback",
    "saveScenario",
    "adoptScenario",
    "deleteScenario",
    "acknowledgeAlert",
    "resolveAlert",
}


def selection(name: str, node_id: str = "") -> str:
    """A document that asks one root field for as much as tells whether something is there."""
    arguments = ARGUMENTS.get(name, "").replace("ID", node_id)
    below = "{ totalCount nodes { __typename } }" if name in LISTS else "{ __typename }"
    return f"{{ {name}{f'({arguments})' if arguments else ''} {below} }}"


@pytest.fixture
def acme_rows(in_acme: Tenant) -> dict[str, Any]:
    """A row of every type that a node can be, by the type's name."""
    add_plans(["p1"])
    add_journeys(["j1"])
    Persona.objects.create(code="family")
    Job.objects.create(kind="export")
    someone = Actor(kind="key", name="test")
    write_down(actor=someone, action="journey.changed", subject=Subject("journey", "j1"))
    key_of(in_acme)
    ann = ensure_user(email="ann@acme.example", role="viewer")
    Session.objects.create(session_key="acmes", session_data="", expire_date=timezone.now() + timedelta(days=1))
    SignIn.objects.create(user=ann, session_key="acmes", started_at=NOW)
    records = {
        "customers": {"external_id": "c1", "attr.segment": "vip"},
        "feedback": {"external_id": "f1", "customer": "c1", "occurred_at": "2026-05-01T10:00:00Z", "nps": 9},
        "orders": {"external_id": "o1", "customer": "c1", "occurred_at": "2026-05-01T10:00:00Z", "amount": "5"},
    }
    for kind, record in records.items():
        ingest_records(kind=kind, records=[record], received_at=NOW, actor=Actor(kind="key", name="test"))
    run = ScoreRun.objects.create(
        period="2026-03-01", period_end="2026-04-01", label="2026-03", model_version="1", inputs_hash="i",
        run_hash="r", layout_hash="l", settings_hash="s", mark="m", seed=1, settings_number=0,
        status="ok", has_figures=True, created_at=NOW,
        results={"drivers": {"outcome": "loyalty", "method": "johnson", "n": 1, "r2": None}, "touchpoints": []},
    )  # fmt: skip
    ScopeScore.objects.create(run=run, kind="company", n=1, status="ok", evidence="observed", figures={})
    PlanEvaluation.objects.create(
        plan=ActionPlan.objects.get(), number=1, model_version="1", inputs_hash="i", design="d", verdict="worked",
        results={}, created_at=NOW,
    )  # fmt: skip
    predicted = PredictionRun.objects.create(
        period="2026-03-01", target="repurchase", horizon_months=3, model_version="1", inputs_hash="i", run_hash="r",
        settings_number=0, status="ok", verdict="better", customers=1, results={}, created_at=NOW,
    )  # fmt: skip
    CustomerPrediction.objects.create(
        run=predicted, customer=Customer.objects.get(), risk=0.7, probability=0.3, low=0.2, high=0.4, reasons=[]
    )
    for code in ("idea", "other"):
        Scenario.objects.create(
            code=code, title=code, asked={"moves": []}, period="2026-03-01", run_hash="r", model_version="1",
            settings_number=0, seed=1, status="ok", results={}, draws=[1.0, 2.0], created_at=NOW, answered_at=NOW,
        )  # fmt: skip
    add_layout()
    add_cells(-1, "nps", answers(60))
    Alert.objects.create(
        chart="/nps", metric="nps", day="2026-03-01", last_day="2026-03-01", kind="shift", direction="down", n=1,
        value=1.0, expected=2.0, z=-3.0, level=-1.0, limit=-0.8, reasons=[], inputs_hash="i", settings_number=0,
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    endpoint = WebhookEndpoint.objects.create(name="esb", shown_url="https://esb.example", sealed_url="x")
    told = WebhookEvent.objects.create(type="alert.opened", entity_kind="alert", entity_id="a1")
    WebhookDelivery.objects.create(endpoint=endpoint, event=told, entity="alert:a1")
    return {name: model.objects.first() for name, model in node_models().items()}


def node_models() -> dict[str, type[CompanyModel]]:
    """The table behind each type of node, by the type's name."""
    models = {model.__name__: model for model in apps.get_models() if issubclass(model, CompanyModel)}
    models["ExperienceReturnScore"] = ScopeScore
    interface = company_schema.core.type_map["Node"]
    return {kind.name: models[kind.name] for kind in company_schema.core.get_possible_types(interface)}


def test_every_root_field_is_tried() -> None:
    for name in (*LISTS, *OTHERS):
        required = {arg for arg, it in ROOT.fields[name].args.items() if is_required_argument(it)}
        assert all(arg in ARGUMENTS.get(name, "") for arg in required), f"say how {name} is asked"
    mutation = company_schema.core.mutation_type
    assert mutation is not None
    assert set(mutation.fields) == set(MUTATIONS), "try the new mutation as another company too"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_acmes_rows_for_acme_and_none_for_globex(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant, name: str
) -> None:
    mine = api_of(acme).data(selection(name))[name]
    assert mine["totalCount"] > 0
    assert mine["nodes"]

    with company_context(globex):
        theirs = api_of(globex).data(selection(name))[name]

    own = [{"__typename": "ApiKey"}] if name == "apiKeys" else []  # the key that asks
    assert theirs == {"totalCount": len(own), "nodes": own}


def test_an_id_of_acme_is_answered_by_globex_like_one_that_never_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    real = [encode(name, row.pk) for name, row in acme_rows.items()]
    invented = [encode(name, uuid7()) for name in acme_rows]
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"
    assert [node["id"] for node in api_of(acme).data(query, ids=real)["nodes"]] == real

    theirs = api_of(globex)

    nothing = {"nodes": [None] * len(real)}
    assert theirs.data(query, ids=real) == theirs.data(query, ids=invented) == nothing
    single = "query($id: ID!) { node(id: $id) { id } }"
    for mine, nobodys in zip(real, invented, strict=True):
        assert theirs.data(single, id=mine) == theirs.data(single, id=nobodys) == {"node": None}


@pytest.mark.parametrize("name", [*LISTS, *OTHERS])
def test_acmes_key_opens_nothing_of_globex(acme: Tenant, globex: Tenant, in_acme: Tenant, name: str) -> None:
    stranger = Api(globex, token=key_of(acme))

    response = stranger.post(selection(name, encode("Unit", uuid7())))

    assert response.status_code == 401
    assert "data" not in response.json()
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert response.json()["errors"][0]["extensions"]["requestId"]


def test_a_customer_and_drivers_are_acmes_only(acme_rows: dict[str, Any], acme: Tenant, globex: Tenant) -> None:
    for name in ("customer", "customerBase", "drivers"):
        assert api_of(acme).data(selection(name))[name] is not None
        assert api_of(globex).data(selection(name)) == {name: None}


def test_a_trace_of_acmes_score_is_answered_by_globex_like_one_that_never_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    asked = selection("trace", encode("ExperienceReturnScore", acme_rows["ExperienceReturnScore"].pk))

    assert api_of(acme).data(asked)["trace"] is not None
    assert api_of(globex).data(asked) == {"trace": None}


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


def test_types_of_events_tell_of_no_company(in_acme: Tenant, acme: Tenant, globex: Tenant) -> None:
    asked = "{ webhookEventTypes { name description fields { name } example } }"

    assert api_of(acme).data(asked) == api_of(globex).data(asked)


def test_a_scenario_of_acme_is_unknown_to_globex_and_stays_as_it_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    compare = selection("compareScenarios")
    assert api_of(acme).data(compare)["compareScenarios"]

    theirs = api_of(globex)

    assert "unknown scenario 'idea'" in theirs.error(compare)["message"]
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


def test_a_cursor_of_acme_tells_globex_nothing(acme_rows: dict[str, Any], acme: Tenant, globex: Tenant) -> None:
    cursor = api_of(acme).data("{ customers { pageInfo { endCursor } } }")["customers"]["pageInfo"]["endCursor"]
    query = "query($c: String) { customers(before: $c) { totalCount nodes { id } } }"

    assert api_of(globex).data(query, c=cursor)["customers"] == {"totalCount": 0, "nodes": []}


def test_a_mutation_writes_to_the_hosts_company_only(acme: Tenant, globex: Tenant, in_acme: Tenant) -> None:
    assert api_of(globex).data(INGEST)["ingestFeedback"]["accepted"] == 1

    assert not FeedbackItem.objects.exists()
    assert api_of(acme).data(INGEST)["ingestFeedback"] | {"batchId": ""} == {
        "batchId": "", "accepted": 1, "duplicates": 0,
    }  # fmt: skip


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


def test_a_session_of_acme_is_nobody_on_globexs_host(acme: Tenant, globex: Tenant, in_acme: Tenant) -> None:
    ensure_roles()
    client = Client()
    client.force_login(ensure_user(email="li@acme.example", role="owner"))
    ask = {"query": "{ viewer { kind name } }"}

    mine = client.post("/graphql", ask, content_type="application/json", HTTP_HOST="acme.localhost").json()
    theirs = client.post("/graphql", ask, content_type="application/json", HTTP_HOST="globex.localhost").json()

    assert mine["data"] == {"viewer": {"kind": "user", "name": "li@acme.example"}}
    assert theirs["data"] == {"viewer": {"kind": "anonymous", "name": ""}}


def test_the_same_document_asked_by_two_companies_answers_each_its_own(
    acme: Tenant, globex: Tenant, in_acme: Tenant
) -> None:
    Unit.objects.create(code="acmes")
    with company_context(globex):
        Unit.objects.create(code="globexs")
    query = "{ units { nodes { code } } }"
    callers = [api_of(acme), api_of(globex)] * 3

    answers = [caller.data(query)["units"]["nodes"][0]["code"] for caller in callers]

    assert answers == ["acmes", "globexs"] * 3


def test_errors_name_nothing_of_another_company(acme_rows: dict[str, Any], globex: Tenant) -> None:
    message = api_of(globex, "feedback:read").error(selection("node", encode("Unit", acme_rows["Unit"].pk)))["message"]

    assert message == "Unit needs the scope journeys:read."


def test_what_acme_has_used_up_is_not_taken_from_globex(in_acme: Tenant, globex: Tenant) -> None:
    """Somebody unknown has one address for both, and yet a bucket with each."""
    with company_context(in_acme):
        correct(Bucket("address:127.0.0.1", capacity=5_000, rate=1), 3_000)
        mine = correct(Bucket("address:127.0.0.1", capacity=5_000, rate=1), 0)
    with company_context(globex):
        theirs = correct(Bucket("address:127.0.0.1", capacity=5_000, rate=1), 0)

    assert mine is not None and theirs is not None
    assert mine.available <= 2_001 < theirs.available
    ask = "{ rateLimit { limit available } }"
    assert api_of(in_acme).data(ask)["rateLimit"].keys() == api_of(globex).data(ask)["rateLimit"].keys()


def test_an_unknown_host_has_no_api(in_acme: Tenant) -> None:
    response = Client().post("/graphql", {"query": "{ __typename }"}, "application/json", HTTP_HOST="nobody.localhost")

    assert response.status_code == 404
    assert "data" not in response.json()


@pytest.mark.usefixtures("operator", "db")
class TestOperator:
    """The operator's host knows companies, never their customers."""

    def ask(self, query: str, **headers: str) -> Any:
        return Client().post(
            "/graphql", {"query": query}, content_type="application/json", HTTP_HOST="localhost", headers=headers
        )

    def test_its_schema_holds_no_table_of_a_company(self) -> None:
        objects = {name for name, kind in operator_schema.core.type_map.items() if isinstance(kind, GraphQLObjectType)}

        assert objects & set(node_models()) <= {"AuditEvent"}  # the operator has an audit too

    def test_a_companys_key_opens_nothing_there(self, in_acme: Tenant) -> None:
        answer = self.ask("{ tenants { nodes { slug } } }", Authorization=f"Bearer {key_of(in_acme)}")

        assert answer.status_code == 401
        assert "data" not in answer.json()

    def test_companies_are_not_listed_to_anyone(self, in_acme: Tenant) -> None:
        assert self.ask("{ tenants { nodes { slug } } }").status_code == 401

    def test_companies_are_listed_to_an_operator(self, operator: Tenant, acme: Tenant) -> None:
        key = f"Bearer {key_of(operator)}"

        answer = self.ask("{ tenants { nodes { slug status } } }", Authorization=key).json()

        assert {"slug": "acme", "status": "ACTIVE"} in answer["data"]["tenants"]["nodes"]

    def test_a_host_of_a_company_lists_no_companies(self, in_acme: Tenant) -> None:
        assert api_of(in_acme).code("{ tenants { nodes { slug } } }") == "BAD_USER_INPUT"


def test_departments_are_compared_by_company(in_acme: Tenant, globex: Tenant) -> None:
    mine = Department.objects.create(code="ops")
    with company_context(globex):
        theirs = Department.objects.create(code="ops")

    found = api_of(globex).data("{ departments { nodes { id } } }")["departments"]["nodes"]

    assert found == [{"id": encode("Department", theirs.id)}]
    assert mine.id != theirs.id


def test_forecasts_and_outcomes_are_acmes_only(acme_rows: dict[str, Any], acme: Tenant, globex: Tenant) -> None:
    query = "{ forecastCalibration { plans { totalCount nodes { code } } } }"

    mine = api_of(acme).data(query)["forecastCalibration"]["plans"]
    theirs = api_of(globex).data(query)["forecastCalibration"]["plans"]

    assert mine["nodes"] == [{"code": "p1"}]
    assert theirs == {"totalCount": 0, "nodes": []}
