"""`ingestFeedback` stores what is good, says what is not, and does the same request once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from config.schema import company_schema
from feedback.models import Customer, FeedbackItem
from tenants.models import Tenant
from tests.graphql_api import HOSTILE, Api, api_of

INGEST = """mutation($in: IngestBatchInput!) { ingestFeedback(input: $in) {
  batchId accepted duplicates corrected rejected { index code path message } } }"""


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "feedback:write")


def record(number: int, **changes: Any) -> dict[str, Any]:
    return {"externalId": f"a{number}", "occurredAt": "2026-05-01T10:00:00+08:00", "nps": 9} | changes


def ingest(api: Api, records: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    return api.data(INGEST, **{"in": {"records": records} | changes})["ingestFeedback"]


def test_a_record_is_stored_with_all_it_says(api: Api) -> None:
    full = record(
        1, source="pos", response="sheet-1", customer="c1", touchpoint="queue", channel="app", unit="r1", csat=5, ces=7,
        rating=9, ratingMax=10, loyalty=8, emotional=7, functional=6, social=5, expectation=4,
        text="等了很久", language="zh", order="o1", weight="1.25", scores=[{"code": "q1", "value": "3"}],
    )  # fmt: skip

    assert ingest(api, [full])["accepted"] == 1

    item = FeedbackItem.objects.select_related("customer", "touchpoint", "channel", "unit").get()
    assert (item.source, item.external_id, item.response, item.customer.external_id) == ("pos", "a1", "sheet-1", "c1")
    assert (item.touchpoint.code, item.channel.code, item.unit.code) == ("queue", "app", "r1")
    assert (item.nps, item.csat, item.ces, item.rating, item.rating_max, item.loyalty) == (9, 5, 7, 9, 10, 8)
    assert (item.emotional, item.functional, item.social, item.expectation) == (7, 6, 5, 4)
    assert (item.text, item.language, item.order_ref, item.scores) == ("等了很久", "zh", "o1", {"q1": 3})
    assert item.weight_nano == 1_250_000_000
    assert item.occurred_at.isoformat() == "2026-05-01T02:00:00+00:00"


def test_what_is_wrong_is_refused_alone_by_index_and_field(api: Api) -> None:
    records = [
        record(0),
        record(1, nps=11),
        record(2, occurredAt="yesterday"),
        {"nps": 3},
        record(4, ratingMax=12, rating=1),
    ]

    found = ingest(api, records)

    assert found["accepted"] == 1
    assert {(one["index"], one["path"]) for one in found["rejected"]} == {
        (1, "nps"), (2, "occurredAt"), (3, "externalId"), (3, "occurredAt"), (4, "ratingMax"),
    }  # fmt: skip
    assert all(one["message"] and one["code"] for one in found["rejected"])
    assert FeedbackItem.objects.count() == 1


def test_sending_again_stores_nothing_double(api: Api) -> None:
    records = [record(number, customer=f"c{number % 2}") for number in range(4)]
    ingest(api, records)

    found = ingest(api, [*records[:3], record(3, customer="c1", nps=1)])

    assert (found["accepted"], found["duplicates"], found["corrected"]) == (1, 3, 1)
    assert (FeedbackItem.objects.count(), Customer.objects.count()) == (4, 2)


def test_the_same_request_under_the_same_key_is_answered_alike(api: Api) -> None:
    first = ingest(api, [record(1)], idempotencyKey="k1")

    assert ingest(api, [record(1)], idempotencyKey="k1") == first
    assert api.code(INGEST, **{"in": {"records": [record(2)], "idempotencyKey": "k1"}}) == "IDEMPOTENCY_MISMATCH"
    assert api.code(INGEST, **{"in": {"records": [record(1)], "source": "x", "idempotencyKey": "k1"}}) == (
        "IDEMPOTENCY_MISMATCH"
    )
    assert FeedbackItem.objects.count() == 1


def test_a_source_stands_for_all_records_without_one(api: Api) -> None:
    ingest(api, [record(1), record(2, source="own")], source="shop")

    assert dict(FeedbackItem.objects.values_list("external_id", "source")) == {"a1": "shop", "a2": "own"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"records": [{"externalId": f"x{number}"} for number in range(1001)]}, "COST_LIMIT"),
        ({"idempotencyKey": ""}, "BAD_USER_INPUT"),
        ({"idempotencyKey": "k" * 256}, "BAD_USER_INPUT"),
        ({"idempotencyKey": "k\0"}, "BAD_USER_INPUT"),
        ({"records": None}, "BAD_USER_INPUT"),
        ({"records": [{"nope": 1}]}, "BAD_USER_INPUT"),
        ({"records": [{"nps": "9"}]}, "BAD_USER_INPUT"),
        ({"records": [{"nps": 10**12}]}, "BAD_USER_INPUT"),
        ({"records": [{"text": "\ud800"}]}, "BAD_USER_INPUT"),
        ({"records": [{"weight": "NaN"}]}, "BAD_USER_INPUT"),
        ({"records": [{"weight": "1e999999999"}]}, "BAD_USER_INPUT"),
    ],
)
def test_a_request_that_cannot_be_is_refused_and_stores_nothing(api: Api, changes: dict[str, Any], code: str) -> None:
    body = {"query": INGEST, "variables": {"in": {"records": [record(1)]} | changes}}

    answer = api.send(json.dumps(body).encode()).json()

    assert answer["errors"][0]["extensions"]["code"] == code
    assert not FeedbackItem.objects.exists()


@pytest.mark.parametrize("field", sorted(company_schema.core.type_map["FeedbackRecordInput"].fields))
def test_no_value_in_a_record_is_a_fault(api: Api, field: str) -> None:
    for value in HOSTILE:
        body = {"query": INGEST, "variables": {"in": {"records": [record(1) | {field: value}]}}}
        response = api.send(json.dumps(body).encode())
        answer = response.json()
        codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
        assert response.status_code < 500, (value, answer)
        assert codes <= {"BAD_USER_INPUT"}, (value, answer)


@pytest.mark.parametrize("source", ["s" * 5000, "", "a b", "\u200b"])
def test_odd_sources_are_no_fault_of_ours(api: Api, source: str) -> None:
    answer = api.post(INGEST, **{"in": {"records": [record(1)], "source": source}}).json()

    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    assert codes <= {"BAD_USER_INPUT"}


def test_a_thousand_records_are_stored_by_one_request(api: Api) -> None:
    found = ingest(api, [record(number, customer=f"c{number}") for number in range(1000)])

    assert (found["accepted"], found["rejected"]) == (1000, [])
