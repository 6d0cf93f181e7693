"""`POST /collect/v1/{kind}`: with a key, in batches, and never a fault of ours for what a client sends."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenants.access import company_context
from tenants.members.services import create_api_key, revoke_api_key
from tenants.selectors import host_of
from tests.feedback.conftest import NOW

RECORD = {"external_id": "a-1", "occurred_at": "2026-05-01T10:00:00Z", "nps": 9}
Post = Callable[..., Any]


@pytest.fixture
def post(in_acme) -> Post:
    _, token = create_api_key(name="till", scopes=["feedback:write", "orders:write"])
    client = Client(headers={"host": host_of(in_acme)}, raise_request_exception=True)

    def send(body: object, *, kind: str = "feedback", token: str = token, **headers: str) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return client.post(
            f"/collect/v1/{kind}",
            data,
            content_type="application/json",
            headers={"authorization": f"Bearer {token}", **headers},
        )

    return send


def code(response: Any) -> str:
    return response.json()["errors"][0]["extensions"]["code"]


def test_it_works(post, rows):
    response = post([RECORD, RECORD | {"external_id": "a-2", "nps": 11}])

    assert response.status_code == 200
    answer = response.json()
    assert answer.keys() >= {"batchId", "accepted", "duplicates", "corrected", "rejected"}
    assert (answer["accepted"], answer["duplicates"]) == (1, 0)
    assert [(one["index"], one["path"], one["code"]) for one in answer["rejected"]] == [(1, "nps", "out_of_range")]
    assert rows("SELECT requested_by FROM feedback_importbatch") == [("key:till",)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_one_object_a_line_is_the_same(post, end):
    body = end.join(json.dumps(RECORD | {"external_id": f"a-{number}"}) for number in range(3)) + end

    assert post(body).json()["accepted"] == 3


def test_orders_have_an_address_of_their_own(post):
    record = {"external_id": "o-1", "occurred_at": "2026-05-01", "amount": 3, "currency": "EUR"}

    assert post([record], kind="orders").json()["accepted"] == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n",
        b"null",
        b"5",
        b'"text"',
        b"{",
        b"[",
        b"[1,]",
        b"\xff\xfe",
        b"\x1f\x8b\x08gzip",
        '[{"external_id": "a"}]'.encode("utf-16"),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" + b"9" * 5_000 + b"]",
        b"[NaN]",
        b"[1e999]",
        b'["\\ud800"]',
        b'{"external_id": "a"}\n{"external_id"',
        b'["\xed\xa0\x80"]',
    ],
)
def test_what_is_no_json_is_refused(post, rows, body):
    response = post(body)

    assert response.status_code in (200, 400)
    if response.status_code == 400:
        assert code(response) == "BAD_USER_INPUT"
    else:
        assert response.json()["rejected"][0]["code"] == "not_a_record"
    assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(0,)]


def test_broken_line_is_named(post):
    response = post(json.dumps(RECORD) + "\n{oops}\n")

    assert response.status_code == 400
    assert "line 2" in response.json()["errors"][0]["message"].lower()


@pytest.mark.parametrize(
    "record",
    [
        {"external_id": [[[["deep"]]]]},
        {"nps": 10**300},
        {"nps": {}},
        {"a\x00b": 1},
        {"attr." + "x" * 5000: 1},
        {"score." + "x" * 5000: 1},
        {"": 1},
        {"text": "x" * 100_000},
        {"occurred_at": "2026-05-01T99:99:99Z"},
        {"occurred_at": {"$gt": ""}},
        {"customer": "'; DROP TABLE feedback_customer; --\x00"},
    ],
)
def test_hostile_values_are_refused_alone(post, record):
    response = post([RECORD, RECORD | {"external_id": "a-2"} | record])

    assert response.status_code == 200
    assert response.json()["accepted"] == 1
    assert {one["index"] for one in response.json()["rejected"]} == {1}


def test_more_than_5000_records_are_too_many(post):
    response = post([{}] * 5001)

    assert response.status_code == 413
    assert "5,000" in response.json()["errors"][0]["message"]


def test_more_than_5_megabytes_are_too_many(post):
    response = post(b"[" + b" " * (5 * 1024 * 1024 + 1) + b"]")

    assert response.status_code == 413


def test_without_a_key_nothing_is_taken(in_acme):
    response = Client(headers={"host": host_of(in_acme)}).post("/collect/v1/feedback", "[]", "application/json")

    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")
    assert response["WWW-Authenticate"] == "Bearer"


def test_key_without_the_scope_is_refused(post):
    response = post([{"external_id": "c-1"}], kind="customers")

    assert (response.status_code, code(response)) == (403, "FORBIDDEN")
    assert "customers:write" in response.json()["errors"][0]["message"]


def test_key_of_another_company_is_refused(post, globex, rows):
    with company_context(globex):
        _, token = create_api_key(name="till", scopes=["feedback:write"])

    response = post([RECORD], token=token)

    assert (response.status_code, code(response)) == (401, "UNAUTHENTICATED")


def test_revoked_key_is_refused(post):
    key, token = create_api_key(name="old", scopes=["feedback:write"])
    revoke_api_key(prefix=key.prefix, as_of=NOW)

    assert post([RECORD], token=token).status_code == 401


def test_unknown_kind_is_not_found(post):
    assert post([], kind="stars").status_code == 404


def test_reading_is_not_allowed(in_acme):
    response = Client(headers={"host": host_of(in_acme)}).get("/collect/v1/feedback")

    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_same_key_same_request_is_answered_alike(post, rows):
    first = post([RECORD], **{"idempotency-key": "k-1"})
    second = post([RECORD], **{"idempotency-key": "k-1"})

    assert second.json() == first.json()
    assert rows("SELECT count(*) FROM feedback_importbatch") == [(1,)]


def test_same_key_other_request_is_refused(post):
    post([RECORD], **{"idempotency-key": "k-1"})

    response = post([RECORD | {"nps": 1}], **{"idempotency-key": "k-1"})

    assert (response.status_code, code(response)) == (422, "IDEMPOTENCY_MISMATCH")


def test_key_of_a_request_is_limited(post):
    response = post([RECORD], **{"idempotency-key": "k" * 256})

    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")


def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(post, django_assert_num_queries):
    post([RECORD | {"external_id": "warm", "touchpoint": "queue"}])

    for name, size in (("few", 3), ("many", 300)):
        batch = [RECORD | {"external_id": f"{name}-{number}", "touchpoint": "queue"} for number in range(size)]
        with django_assert_num_queries(9):  # two of them tell the audit and the outbox
            assert post(batch).json()["accepted"] == size
