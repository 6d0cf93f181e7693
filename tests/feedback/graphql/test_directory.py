"""`importDirectory` takes a file as a job with the rights that whoever asked has by then; `directoryImport` tells."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from feedback.services.directory.requests import KIND
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tenants.members.models import ApiKey, Ticket, Unit, User
from tenants.models import Tenant
from tests.graphql_api import HOSTILE, Api, api_of

ASK = """mutation($kind: DirectoryKind!, $name: String!, $content: String!, $dry: Boolean!) {
  importDirectory(input: {kind: $kind, fileName: $name, content: $content, dryRun: $dry}) {
    job { id kind state result } userErrors { code field message } } }"""
TOLD = """query($id: ID!) { directoryImport(id: $id) { kind file isDryRun rows created changed unchanged rejected
  invitations refusals { row column value code reason } notes { code } } }"""
UNITS = "code,name,parent\nb1,一号网点,\nb2,二号网点,nowhere\n"
PEOPLE = "email,role,units\nann@acme.example,viewer,*\nbo@acme.example,boss,*\n"


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme)


def ask(api: Api, kind: str, text: str, *, dry: bool = False) -> dict[str, Any]:
    content = base64.b64encode(text.encode("gb18030")).decode()
    return api.data(ASK, kind=kind, name="list.csv", content=content, dry=dry)["importDirectory"]


def done() -> Job:
    job = run_job(job_id=Job.objects.get(kind=KIND).pk)
    assert job is not None
    return job


def test_it_works(api: Api) -> None:
    asked = ask(api, "PEOPLE", PEOPLE)["job"]
    assert (asked["kind"], asked["state"], api.data(TOLD, id=asked["id"])) == (
        KIND,
        "QUEUED",
        {"directoryImport": None},
    )

    job = done()

    told = api.data(TOLD, id=asked["id"])["directoryImport"]
    assert (job.state, job.result["created"], job.result["rejected"]) == ("done", 1, 1)
    assert (told["kind"], told["file"], told["invitations"], told["isDryRun"]) == ("PEOPLE", "list.csv", 1, False)
    reason = "use one of viewer, operator, analyst, manager, owner"
    assert told["refusals"] == [{"row": 2, "column": "role", "value": "boss", "code": "bad_role", "reason": reason}]
    assert Ticket.objects.get().origin == "http://acme.localhost"


def test_reasons_are_told_in_the_readers_language(api: Api) -> None:
    asked = ask(api, "UNITS", UNITS)["job"]
    done()

    answer = api.send(
        json.dumps({"query": TOLD, "variables": {"id": asked["id"]}}).encode(), headers={"Accept-Language": "zh-CN"}
    ).json()

    [line] = answer["data"]["directoryImport"]["refusals"]
    assert (line["column"], line["value"], line["reason"]) == ("parent", "nowhere", "文件和企业中都没有这个编码")


def test_a_dry_run_stores_nothing(api: Api) -> None:
    asked = ask(api, "UNITS", UNITS, dry=True)["job"]

    assert done().result["created"] == 1
    assert (api.data(TOLD, id=asked["id"])["directoryImport"]["isDryRun"], Unit.objects.count()) == (True, 0)


def test_whoever_sees_jobs_sees_counts_and_no_names(api: Api, in_acme: Tenant) -> None:
    asked = ask(api, "PEOPLE", PEOPLE)["job"]
    stored = [str(Job.objects.values().get())]
    done()
    stored.append(str(Job.objects.values().get()))

    seen = api_of(in_acme, "jobs:read").data("{ jobs(first: 5) { nodes { kind result } } }")["jobs"]["nodes"]

    assert [one["kind"] for one in seen] == [KIND]
    assert not any("acme.example" in text for text in (*stored, str(seen)))
    assert api_of(in_acme, "jobs:read").code(TOLD, id=asked["id"]) == "FORBIDDEN"


def test_a_job_begun_again_tells_what_it_did(api: Api) -> None:
    ask(api, "PEOPLE", PEOPLE)
    first = done().result
    Job.objects.update(state="queued")

    assert (done().result, User.objects.count()) == (first, 1)


def test_a_report_that_another_installation_sealed_is_none(api: Api) -> None:
    asked = ask(api, "PEOPLE", PEOPLE)["job"]
    done()
    Job.objects.update(params={"report": "gAAAAA"})

    assert api.data(TOLD, id=asked["id"]) == {"directoryImport": None}


def test_rights_are_those_of_when_it_is_done(api: Api) -> None:
    ask(api, "PEOPLE", PEOPLE)
    ApiKey.objects.update(scopes=["settings:write"])

    job = done()

    assert (job.state, job.error) == ("failed", "bringing in people takes the scope members:write")
    assert (User.objects.exists(), "sealed" in Job.objects.get().params) == (False, False)


def test_who_may_not_change_members_brings_no_people(in_acme: Tenant) -> None:
    manager = api_of(in_acme, "settings:write", "jobs:read")

    assert ask(manager, "PEOPLE", PEOPLE)["userErrors"][0]["code"] == "NOT_YOUR_DIRECTORY"
    assert ask(manager, "UNITS", UNITS)["userErrors"] == []


def test_a_file_that_is_none_is_refused_at_once(api: Api) -> None:
    errors = ask(api, "PEOPLE", "email,role\na,b\n")["userErrors"]

    assert (errors[0]["code"], Job.objects.count()) == ("UNREADABLE_FILE", 0)


@pytest.mark.parametrize("value", HOSTILE, ids=repr)
def test_hostile_values_are_bad_input(api: Api, value: Any) -> None:
    for name in ("name", "content"):
        given = {"kind": "PEOPLE", "name": "a.csv", "content": "eA==", "dry": True, name: value}
        answer = api.send(json.dumps({"query": ASK, "variables": given}).encode())
        body = answer.json()
        assert answer.status_code in {200, 400, 413}
        refused = body.get("errors") or body["data"]["importDirectory"]["userErrors"]
        assert refused, body
