"""Who asks the same of the same data is answered from what was kept: and nobody else, and nothing else."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import msgspec
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from config.schema import company_schema
from tenants.access import Capability, company_context
from tenants.graphql import serving
from tenants.graphql.document import prepare
from tenants.graphql.ids import encode
from tenants.graphql.lasting import PASSING, ROOTS, TYPES, parts_read
from tenants.graphql.persisted import hash_of
from tenants.jobs.models import Job
from tenants.members.models import Unit
from tenants.models import Tenant
from tenants.models.ids import uuid7
from tenants.services import answers
from tests.graphql_api import Api, api_of, key_of
from tests.isolation.rows import acme_rows
from tests.tenants.graphql.selections import ROOT, Writer

__all__ = ["acme_rows"]
UNITS = "query Units($n: Int) { units(first: $n) { nodes { code name } } }"
RENAME = "mutation($input: UpdateUnitInput!) { updateUnit(input: $input) { unit { code } } }"
TABLE = re.compile(r'(?:FROM|JOIN) "?((?:members|journeys|feedback|analytics|jobs|hooks|audit|tenants)_[a-z]+)')
# Tables that are read for every request, before it is answered.
ALWAYS = {"members_apikey", "tenants_tenant", "tenants_domain"}


@pytest.fixture(autouse=True)
def kept(settings: Settings) -> None:
    settings.API_ANSWER_SECONDS = 60


@pytest.fixture
def unit(in_acme: Tenant) -> Unit:
    made: Unit = Unit.objects.create(code="u1", name="One")
    return made


def told(api: Api, query: str = UNITS, **variables: Any) -> tuple[Any, bool]:
    """Return data, and whether they were kept."""
    answer = api.post(query, **variables).json()
    assert "errors" not in answer, answer
    return answer["data"], answer["extensions"].get("cached", False)


def test_it_works(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)

    first, second = told(api), told(api)

    assert first == ({"units": {"nodes": [{"code": "u1", "name": "One"}]}}, False)
    assert second == (first[0], True)


def test_a_kept_answer_costs_what_it_cost(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)

    costs = [api.post(UNITS).json()["extensions"]["cost"] for _ in range(2)]

    assert costs[0]["actual"] == costs[1]["actual"] > 0
    assert costs[0]["requested"] == costs[1]["requested"]


def test_whoever_wrote_reads_what_they_wrote(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)
    told(api)

    for revision, word in enumerate(("Two", "Three"), 1):
        api.data(RENAME, input={"id": encode("Unit", unit.pk), "revision": revision, "name": word})
        assert told(api) == ({"units": {"nodes": [{"code": "u1", "name": word}]}}, False)
    assert told(api)[1]


def test_what_other_data_do_leaves_it(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)
    told(api)

    api.data('mutation { createChannel(input: {code: "web"}) { userErrors { code } } }')

    assert told(api)[1]


@pytest.mark.parametrize("variables", [{"n": 1}, {"n": 2}, {"n": None}])
def test_variables_are_part_of_the_question(in_acme: Tenant, unit: Unit, variables: dict[str, Any]) -> None:
    api = api_of(in_acme)
    told(api, n=3)

    assert not told(api, **variables)[1]


def test_text_and_hash_of_a_document_are_the_same_question(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)
    named = {"persistedQuery": {"version": 1, "sha256Hash": hash_of(UNITS)}}
    api.send(msgspec.json.encode({"query": UNITS, "extensions": named}))

    assert api.send(msgspec.json.encode({"extensions": named})).json()["extensions"]["cached"]


def test_two_keys_of_the_same_scopes_share_and_another_scope_does_not(in_acme: Tenant, unit: Unit) -> None:
    scopes = [Capability.JOURNEYS_READ, Capability.FEEDBACK_READ]
    told(api_of(in_acme, *scopes))

    assert told(api_of(in_acme, *scopes))[1]
    assert not told(api_of(in_acme, *scopes, Capability.TEXTS_READ))[1]
    assert not told(api_of(in_acme, Capability.JOURNEYS_READ))[1]


def test_the_policy_is_asked_before_what_is_kept(in_acme: Tenant, unit: Unit) -> None:
    told(api_of(in_acme))

    assert api_of(in_acme, Capability.METRICS_READ).code(UNITS) == "FORBIDDEN"
    assert Api(in_acme).code(UNITS) == "UNAUTHENTICATED"


def test_a_language_has_its_own(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)
    body = msgspec.json.encode({"query": UNITS})

    found = [
        api.send(body, headers={"Accept-Language": words}).json()["extensions"].get("cached", False)
        for words in ("en", "en", "zh-hans", "zh-hans")
    ]

    assert found == [False, True, False, True]


def test_errors_dry_runs_and_mutations_are_not_kept(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)
    wrong = '{ units(after: "x") { nodes { code } } }'
    assert [api.code(wrong), api.code(wrong)] == ["BAD_USER_INPUT"] * 2
    dry = msgspec.json.encode({"query": UNITS, "extensions": {"cost": "dryRun"}})

    assert "cached" not in (api.send(dry) and api.send(dry)).json()["extensions"]
    assert told(api)[1] is False


@pytest.mark.parametrize("query", ["{ viewer { name } }", "{ rateLimit { available } }", "{ jobs { totalCount } }"])
def test_what_passes_is_not_kept(in_acme: Tenant, query: str) -> None:
    api = api_of(in_acme)
    told(api, query)

    assert not told(api, query)[1]


def test_a_node_of_a_type_that_passes_is_not_kept(in_acme: Tenant, unit: Unit) -> None:
    api, query = api_of(in_acme), "query($id: ID!) { node(id: $id) { id } }"
    ids = {"unit": encode("Unit", unit.pk), "job": encode("Job", Job.objects.create(kind="export").pk)}
    for one in ids.values():
        told(api, query, id=one)

    assert {name: told(api, query, id=one)[1] for name, one in ids.items()} == {"unit": True, "job": False}


def test_data_that_move_while_an_answer_is_made_keep_it_from_being_kept(
    in_acme: Tenant, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    api, run = api_of(in_acme), serving._run

    def overtaken(*args: Any) -> Any:
        made = run(*args)
        Unit.objects.create(code="u2")
        return made

    monkeypatch.setattr(serving, "_run", overtaken)
    told(api)
    monkeypatch.setattr(serving, "_run", run)

    assert told(api)[0]["units"]["nodes"][-1] == {"code": "u2", "name": ""}


def test_without_valkey_answers_are_made(
    in_acme: Tenant, unit: Unit, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    monkeypatch.setattr(answers._Rest, "until", 1e18)
    api = api_of(in_acme)

    assert told(api) == told(api) == ({"units": {"nodes": [{"code": "u1", "name": "One"}]}}, False)


def test_a_tag_is_the_same_for_a_kept_answer(in_acme: Tenant, unit: Unit) -> None:
    api = api_of(in_acme)
    options = {"headers": {"Authorization": f"Bearer {api.token}"}, "HTTP_HOST": api.host}
    first, second = (Client().get("/graphql", {"query": UNITS}, **options) for _ in range(2))
    third = Client().get("/graphql", {"query": UNITS}, **_with(options, "If-None-Match", first["ETag"]))

    assert first["ETag"] == second["ETag"]
    assert second.json()["extensions"]["cached"]
    assert third.status_code == 304


def _with(options: dict[str, Any], name: str, value: str) -> dict[str, Any]:
    return options | {"headers": {**options["headers"], name: value}}


def test_every_root_field_is_kept_or_passes_for_a_reason() -> None:
    assert set(ROOT.fields) == set(ROOTS) | set(PASSING)
    assert not set(ROOTS) & set(PASSING)


def test_documents_at_random_read_only_tables_of_their_parts(in_acme: Tenant, acme_rows: dict[str, Any]) -> None:
    api, rng = Api(in_acme, token=key_of(in_acme)), Random(7)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, encode(t.tgargs, 'escape') FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE p.proname = 'move_data_version' AND c.relnamespace = %s::regnamespace",
            [in_acme.schema_name],
        )
        part_of = {name: arguments.removesuffix("\\000") for name, arguments in cursor.fetchall()}
    api.data("{ __typename }")
    for name in sorted(set(ROOTS) - {"node", "nodes"}):
        document = Writer(rng, allowed=TYPES.__contains__, share=1.0).document(name, encode("Case", uuid7()))
        with CaptureQueriesContext(connection) as captured:
            told(api, document)
        read = {table for one in captured.captured_queries for table in TABLE.findall(one["sql"])} - ALWAYS
        parts = parts_read(_places(document)) or set()
        assert {part_of.get(table, table) for table in read} <= {str(part) for part in parts}, (document, read)


def _places(document: str) -> Any:
    prepared = prepare(company_schema.core, document)
    prepared.validate()
    return prepared.places(next(iter(prepared.operations.values())))


def test_another_company_is_not_told(acme: Tenant, globex: Tenant, unit: Unit) -> None:
    told(api_of(acme))

    with company_context(globex):
        assert told(api_of(globex)) == ({"units": {"nodes": []}}, False)
