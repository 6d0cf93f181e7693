"""Nothing of acme is seen, counted or changed through globex: by lists, ids, keys, sessions, mutations or errors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from graphql import get_named_type, is_required_argument

from config.schema import company_schema
from tenants.access import company_context
from tenants.graphql.ids import encode
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tenants.members.models import Department, Unit
from tenants.members.services import ensure_roles, ensure_user
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tenants.services.buckets import Bucket, correct
from tests.graphql_api import Api, api_of, key_of

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ROOT = company_schema.core.query_type
ARGUMENTS = {
    "auditEvents": 'filter: {subjectId: "j1"}', "planHistory": 'plan: "p1"',
    "node": 'id: "ID"', "nodes": 'ids: ["ID"]', "customer": 'externalId: "c1"', "drivers": 'period: "2026-03"',
    "driverMatrix": 'period: "2026-03"', "scenarioForecast": "input: {}",
    "experienceReturnScores": "scope: COMPANY", "scoreTrends": 'scope: COMPANY, from: "2026-01", to: "2026-04"',
    "scoreChanges": 'scope: COMPANY, period: "2026-03", since: "2026-03"',
    "annotations": 'from: "2026-01", to: "2026-04"',
    "customerPredictions": 'period: "2026-03"', "trace": 'score: "ID"',
    "directoryImport": 'id: "ID"',
    "compareScenarios": 'codes: ["idea", "other"]',
    "customerValues": 'period: "2026-03"', "customerBase": 'period: "2026-03"',
    "samePerson": 'externalId: "c1", otherExternalId: "c1"', "case": 'id: "ID"',
    **dict.fromkeys(("caseFigures", "caseReturns"), 'from: "2026-04-01T00:00:00Z", to: "2026-06-01T00:00:00Z"'),
    "caseRuleBacktest": 'from: "2026-04-01T00:00:00Z", to: "2026-06-01T00:00:00Z", conditions: {isKnown: true}',
}  # fmt: skip
LISTS = sorted(name for name, field in ROOT.fields.items() if get_named_type(field.type).name.endswith("Connection"))
OTHERS = sorted(set(ROOT.fields) - set(LISTS) - {"viewer"})


def selection(name: str, node_id: str = "") -> str:
    """A document that asks one root field for as much as tells whether something is there."""
    arguments = ARGUMENTS.get(name, "").replace("ID", node_id)
    below = "{ totalCount nodes { __typename } }" if name in LISTS else "{ __typename }"
    return f"{{ {name}{f'({arguments})' if arguments else ''} {below} }}"


def test_every_root_field_is_tried() -> None:
    for name in (*LISTS, *OTHERS):
        required = {arg for arg, it in ROOT.fields[name].args.items() if is_required_argument(it)}
        assert all(arg in ARGUMENTS.get(name, "") for arg in required), f"say how {name} is asked"


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
    for name in ("customer", "customerBase", "drivers", "driverMatrix", "samePerson"):
        assert api_of(acme).data(selection(name))[name] is not None
        assert api_of(globex).data(selection(name)) == {name: None}


def test_a_case_of_acme_is_answered_by_globex_like_one_that_never_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    asked = selection("case", encode("Case", acme_rows["Case"].pk))

    assert api_of(acme).data(asked)["case"] is not None
    assert api_of(globex).data(asked) == {"case": None}


def test_what_a_rule_would_have_done_is_told_of_the_hosts_answers(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    asked = selection("caseRuleBacktest").replace("__typename", "answers met examples { externalId }")
    returns = selection("caseReturns").replace("__typename", "resolved { n } unresolved { n } difference { n }")

    assert api_of(acme).data(asked)["caseRuleBacktest"]["met"] == 1
    assert api_of(globex).data(asked)["caseRuleBacktest"] == {"answers": 0, "met": 0, "examples": []}
    assert {part["n"] for part in api_of(globex).data(returns)["caseReturns"].values()} == {0}


def test_a_trace_of_acmes_score_is_answered_by_globex_like_one_that_never_was(
    acme_rows: dict[str, Any], acme: Tenant, globex: Tenant
) -> None:
    asked = selection("trace", encode("ExperienceReturnScore", acme_rows["ExperienceReturnScore"].pk))

    assert api_of(acme).data(asked)["trace"] is not None
    assert api_of(globex).data(asked) == {"trace": None}


def test_a_file_of_acme_is_no_file_of_globex(acme: Tenant, globex: Tenant, in_acme: Tenant) -> None:
    given = 'kind: UNITS, fileName: "u.csv", content: "Y29kZQp4Cg=="'
    asked = f"mutation {{ importDirectory(input: {{{given}}}) {{ job {{ id }} }} }}"
    mine = str(api_of(acme).data(asked)["importDirectory"]["job"]["id"])
    run_job(job_id=Job.objects.get().pk)
    ids = [mine, encode("Job", uuid7())]
    document = "query($id: ID!) { directoryImport(id: $id) { created } }"

    assert api_of(acme).data(document, id=ids[0]) == {"directoryImport": {"created": 1}}
    assert [api_of(globex).data(document, id=one) for one in ids] == [{"directoryImport": None}] * 2


def test_types_of_events_tell_of_no_company(in_acme: Tenant, acme: Tenant, globex: Tenant) -> None:
    asked = "{ webhookEventTypes { name description fields { name } example } }"

    assert api_of(acme).data(asked) == api_of(globex).data(asked)


def test_a_cursor_of_acme_tells_globex_nothing(acme_rows: dict[str, Any], acme: Tenant, globex: Tenant) -> None:
    cursor = api_of(acme).data("{ customers { pageInfo { endCursor } } }")["customers"]["pageInfo"]["endCursor"]
    query = "query($c: String) { customers(before: $c) { totalCount nodes { id } } }"

    assert api_of(globex).data(query, c=cursor)["customers"] == {"totalCount": 0, "nodes": []}


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
