"""Facts as the API gives them, at a cost that does not grow with their number."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from feedback.services.intake import ingest_records
from tenants.access import Actor
from tenants.models import Tenant
from tests.graphql_api import Api, api_of

ITEMS = """{ feedbackItems(first: 100) { totalCount edges { cursor node { id externalId occurredAt receivedAt nps weight
  scores customer { id externalId attributes } touchpoint { code channel { code } } channel { code }
  unit { code parent { code } } } } } }"""
ORDERS = """{ orders(first: 100) { totalCount nodes { id externalId amount margin currency isRefund refundOf occurredAt
  customer { externalId } referrer { externalId } unit { code } } } }"""
CUSTOMERS = """{ customers(first: 50) { totalCount nodes { id externalId attributes createdAt
  feedbackItems(first: 2) { totalCount nodes { externalId touchpoint { code } } pageInfo { hasNextPage } }
  orders(first: 2) { totalCount nodes { externalId amount } } } } }"""
BATCHES = "{ importBatches(first: 100) { totalCount nodes { id kind state accepted rejected source createdAt } } }"


@pytest.fixture
def api(in_acme: Tenant) -> Api:
    return api_of(in_acme, "feedback:read", "texts:read", "jobs:read", "journeys:read")


def store(kind: str, records: list[dict[str, Any]]) -> None:
    answer = ingest_records(
        kind=kind, records=records, received_at=timezone.now(), actor=Actor(kind="key", name="test")
    )
    assert answer["rejected"] == []


def add(start: int, end: int) -> None:
    """Customers, each with three answers, two orders and a batch of their own."""
    for number in range(start, end):
        name, when = f"c{number}", "2026-05-01T10:00:00+08:00"
        store("customers", [{"external_id": name, "attr.segment": "vip" if number % 2 else "new"}])
        store(
            "feedback",
            [
                {
                    "external_id": f"{name}-{at}", "customer": name, "occurred_at": when, "nps": at,
                    "channel": f"ch{number}", "touchpoint": f"t{number}-{at}", "unit": f"u{number}", "weight": "0.5",
                }
                for at in range(3)
            ],
        )  # fmt: skip
        store(
            "orders",
            [
                {
                    "external_id": f"{name}-{at}", "customer": name, "occurred_at": when, "amount": "12.5",
                    "unit": f"u{number}", "referred_by": f"c{number + 1}",
                }
                for at in range(2)
            ],
        )  # fmt: skip


@pytest.mark.parametrize(
    "query", [ITEMS, ORDERS, CUSTOMERS, BATCHES], ids=["feedback items", "orders", "customers", "import batches"]
)
def test_a_list_of_30_costs_what_a_list_of_3_costs(api: Api, query: str) -> None:
    add(0, 3)
    few = api.queries(query)
    add(3, 30)

    assert api.queries(query) == few
    assert few <= 12


def test_a_customer_is_found_by_their_own_id_with_what_they_said_and_bought(api: Api) -> None:
    add(0, 2)
    query = """query($id: String!) { customer(externalId: $id) { externalId attributes
      feedbackItems { nodes { externalId nps customer { externalId } } }
      orders { totalCount nodes { amount currency } } } }"""

    found = api.data(query, id="c1")["customer"]

    assert found["attributes"] == {"segment": "vip"}
    assert {item["externalId"] for item in found["feedbackItems"]["nodes"]} == {"c1-0", "c1-1", "c1-2"}
    assert found["orders"] == {"totalCount": 2, "nodes": [{"amount": "12.50", "currency": "CNY"}] * 2}
    assert api.data(query, id="nobody") == {"customer": None}


def test_an_anonymous_answer_has_no_customer(api: Api) -> None:
    store("feedback", [{"external_id": "a1", "occurred_at": "2026-05-01T10:00:00+08:00", "csat": 5, "text": "好吃"}])

    (item,) = api.data("{ feedbackItems { nodes { csat nps text customer { id } touchpoint { id } } } }")[
        "feedbackItems"
    ]["nodes"]

    assert item == {"csat": 5, "nps": None, "text": "好吃", "customer": None, "touchpoint": None}


def test_a_refund_is_a_negative_amount(api: Api) -> None:
    when = "2026-05-01T10:00:00+08:00"
    store("orders", [
        {"external_id": "o1", "occurred_at": when, "amount": "100", "margin": "40"},
        {"external_id": "o2", "occurred_at": when, "amount": "-100", "refund_of": "o1"},
    ])  # fmt: skip
    query = "query($r: Boolean) { orders(filter: {isRefund: $r}) { nodes { externalId amount margin refundOf } } }"

    assert api.data(query, r=True)["orders"]["nodes"] == [
        {"externalId": "o2", "amount": "-100.00", "margin": None, "refundOf": "o1"}
    ]
    assert [node["externalId"] for node in api.data(query, r=False)["orders"]["nodes"]] == ["o1"]


def test_answers_with_a_comment_are_told_apart(api: Api) -> None:
    when = "2026-05-01T10:00:00+08:00"
    store("feedback", [
        {"external_id": "a1", "occurred_at": when, "csat": 5, "text": "好吃"},
        {"external_id": "a2", "occurred_at": when, "csat": 4},
    ])  # fmt: skip
    query = "query($has: Boolean) { feedbackItems(filter: {hasText: $has}) { nodes { externalId } } }"

    assert api.data(query, has=True)["feedbackItems"]["nodes"] == [{"externalId": "a1"}]
    assert api.data(query, has=False)["feedbackItems"]["nodes"] == [{"externalId": "a2"}]


@pytest.mark.parametrize(
    ("filter", "count"),
    [
        ({"touchpoints": ["t0-0", "t1-1"]}, 2),
        ({"channels": ["ch1"]}, 3),
        ({"units": ["u0", "nope"]}, 3),
        ({"sources": ["default"]}, 6),
        ({"occurredFrom": "2026-05-01T02:00:00Z"}, 6),
        ({"occurredTo": "2026-05-01T02:00:00Z"}, 0),
        ({"occurredFrom": "2026-05-01T02:00:01Z"}, 0),
        ({"touchpoints": ["t0-0"], "channels": ["ch1"]}, 0),
        ({"touchpoints": []}, 0),
        ({}, 6),
    ],
)
def test_answers_are_narrowed(api: Api, filter: dict[str, Any], count: int) -> None:
    add(0, 2)

    query = "query($f: FeedbackFilter) { feedbackItems(filter: $f) { totalCount nodes { id } } }"
    found = api.data(query, f=filter)["feedbackItems"]

    assert (found["totalCount"], len(found["nodes"])) == (count, count)


@pytest.mark.parametrize(
    "filter",
    [
        {"occurredFrom": "2026-05-01"},
        {"occurredFrom": "0000-00-00T00:00:00Z"},
        {"occurredTo": "99999-01-01T00:00:00Z"},
        {"occurredTo": 1},
        {"touchpoints": ["a"] * 101},
        {"touchpoints": [1]},
        {"touchpoints__code__regex": "(a+)+$"},
        {"text": {"regex": "x"}},
    ],
)
def test_filters_that_cannot_be_are_bad_input(api: Api, filter: dict[str, Any]) -> None:
    assert (
        api.code("query($f: FeedbackFilter) { feedbackItems(filter: $f) { totalCount } }", f=filter) == "BAD_USER_INPUT"
    )
