"""A document that is known by its hash need not be sent, and an answer that the caller holds is not sent again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from graphql import parse, validate

from config.schema import company_schema
from tenants.graphql.persisted import hash_of, released_documents
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

QUERY = "query Codes { units { nodes { code } } }"


def named(text: str, **more: Any) -> bytes:
    return msgspec.json.encode({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash_of(text)}}, **more})


def code(response: HttpResponse) -> str:
    return str(response.json()["errors"][0]["extensions"]["code"])


def test_a_hash_that_nobody_knows_asks_for_the_text(in_acme: Tenant) -> None:
    response = api_of(in_acme).send(named("query Never { __typename }"))

    assert response.status_code == 404
    assert code(response) == "NOT_FOUND"
    assert response.json()["errors"][0]["message"] == "PersistedQueryNotFound"


def test_after_text_and_hash_the_hash_is_enough(in_acme: Tenant) -> None:
    api = api_of(in_acme)
    assert api.send(named(QUERY, query=QUERY)).status_code == 200

    again = api_of(in_acme).send(named(QUERY))

    assert again.json()["data"] == {"units": {"nodes": []}}


def test_what_one_company_sent_another_does_not_know(in_acme: Tenant, globex: Tenant) -> None:
    text = "query Mine { viewer { kind } }"
    api_of(in_acme).send(named(text, query=text))

    assert code(api_of(globex).send(named(text))) == "NOT_FOUND"
    assert code(Api(in_acme).send(named(text))) == "NOT_FOUND"  # nor does somebody unknown


@pytest.mark.parametrize("text", ["query Bad { nope }", "{"])
def test_a_document_that_is_not_valid_is_not_kept(in_acme: Tenant, text: str) -> None:
    api = api_of(in_acme)
    assert code(api.send(named(text, query=text))) == "BAD_USER_INPUT"

    assert code(api.send(named(text))) == "NOT_FOUND"


def test_a_document_of_somebody_unknown_is_not_kept(in_acme: Tenant) -> None:
    text = "query Unknown { viewer { kind } }"
    assert Api(in_acme).send(named(text, query=text)).status_code == 200

    assert code(api_of(in_acme).send(named(text))) == "NOT_FOUND"


@pytest.mark.parametrize("hashed", ["", "x", "A" * 64, hash_of("other"), 1, None, ["a"]])
def test_a_hash_that_is_none_or_another_documents_is_refused(in_acme: Tenant, hashed: Any) -> None:
    body = msgspec.json.encode({"query": QUERY, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": hashed}}})

    assert code(api_of(in_acme).send(body)) == "BAD_USER_INPUT"


@pytest.mark.parametrize("text", msgspec.json.decode(settings.PERSISTED_DOCUMENTS.read_bytes()))
def test_documents_of_the_release_are_valid_and_open_by_hash_to_anybody_who_may_run_them(
    in_acme: Tenant, text: str
) -> None:
    assert validate(company_schema.core, parse(text)) == []
    assert api_of(in_acme).send(msgspec.json.encode({"documentId": f"sha256:{hash_of(text)}"})).status_code == 200


class TestConsole:
    """What the console names by its hash is in the bundle, which is built while we run."""

    @pytest.fixture
    def bundle(self, tmp_path: Path, settings: Any) -> Path:
        settings.CONSOLE_DOCUMENTS = tmp_path / "documents.json"
        return tmp_path / "documents.json"

    def test_without_a_bundle_there_are_those_of_the_release(self, bundle: Path) -> None:
        assert not bundle.exists()
        assert len(released_documents()) == 2

    def test_a_document_is_open_by_hash_once_the_bundle_is_there_and_goes_with_it(
        self, in_acme: Tenant, bundle: Path
    ) -> None:
        assert code(Api(in_acme).send(named("query Built { viewer { kind } }"))) == "NOT_FOUND"

        bundle.write_bytes(msgspec.json.encode(["query Built { viewer { kind } }"]))
        known = Api(in_acme).send(named("query Built { viewer { kind } }"))
        bundle.write_bytes(msgspec.json.encode(["query Rebuilt { viewer { name } }"]))
        os.utime(bundle, ns=(1, 1))

        assert known.json()["data"] == {"viewer": {"kind": "anonymous"}}
        assert code(Api(in_acme).send(named("query Built { viewer { kind } }"))) == "NOT_FOUND"


class TestConditional:
    """Queries by GET carry a tag."""

    def get(self, company: Tenant, api: Api, tag: str | None = None) -> HttpResponse:
        headers = {"authorization": f"Bearer {api.token}", "host": f"{company.slug}.localhost"}
        headers |= {"if-none-match": tag} if tag else {}
        return Client(headers=headers).get("/graphql", {"query": QUERY})  # type: ignore[return-value]

    def test_what_has_not_changed_is_not_sent_again(self, in_acme: Tenant) -> None:
        api = api_of(in_acme)
        first = self.get(in_acme, api)

        again = self.get(in_acme, api, f'"other", {first["ETag"]}')

        assert first["Cache-Control"] == "private, no-cache"
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]

    def test_what_has_changed_is(self, in_acme: Tenant) -> None:
        api = api_of(in_acme)
        tag = self.get(in_acme, api)["ETag"]
        Unit.objects.create(code="new")

        response = self.get(in_acme, api, tag)

        assert response.status_code == 200
        assert response["ETag"] != tag
        assert response.json()["data"]["units"]["nodes"] == [{"code": "new"}]

    def test_posts_and_errors_have_no_tag(self, in_acme: Tenant) -> None:
        refused = Client(headers={"host": "acme.localhost"}).get("/graphql", {"query": "{ nope }"})

        assert "ETag" not in api_of(in_acme).post(QUERY)
        assert "ETag" not in refused
        assert refused["Cache-Control"] == "no-store"
