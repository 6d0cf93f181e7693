"""What was known of each customer on a day equals a calculation by hand, and nothing later is in it."""

from datetime import UTC, datetime

import pytest

from analytics.aggregates.customer_attributes import known_attributes, values_of
from analytics.aggregates.customer_facts import FACTS
from analytics.aggregates.customers_as_of import AsOf, count_customers, describe_customers, span_of_orders
from analytics.models.settings import Settings
from tests.analytics.facts import ingest

MARCH = AsOf(
    cutoff=datetime(2026, 3, 1, tzinfo=UTC),
    recent=datetime(2026, 2, 1, tzinfo=UTC),
    until=datetime(2026, 4, 1, tzinfo=UTC),
    buyers_only=True,
)


def at(day, **values):
    return {"occurred_at": f"{day}T00:00:00Z", "customer": "ann", **values}


@pytest.fixture
def facts(in_acme):
    """Ann bought, complained, was refunded and came back; Bob bought later; Cid never bought; one order is nobody's."""
    ingest(
        "orders",
        [
            at("2026-01-10", external_id="1", amount=100),
            at("2026-02-19", external_id="2", amount=50),
            at("2026-02-20", external_id="3", amount=-30),
            at("2026-03-05", external_id="4", amount=70),
            at("2026-03-07", external_id="5", amount=20, customer="bob"),
            at("2026-01-07", external_id="6", amount=20, customer=""),
        ],
    )
    ingest(
        "feedback",
        [
            at("2026-01-11", external_id="a", nps=9, text="good"),
            at("2026-02-21", external_id="b", nps=4),
            at("2026-02-21", external_id="c", touchpoint="queue", csat=1),
            at("2026-01-21", external_id="d", touchpoint="queue", csat=5),
            at("2026-03-01", external_id="e", nps=0, text="late"),
        ],
    )
    ingest("interactions", [at(f"2026-0{month}-11", external_id=f"i{month}", kind="call") for month in (1, 2, 3)])
    ingest(
        "customers",
        [
            {"external_id": "cid", "attr.city": "north", "attr.age": "40"},
            {"external_id": "ann", "attr.city": "south", "attr.age": " 31.5 ", "attr.note": "12a"},
        ],
    )


def described(asked, *attributes):
    parts = list(describe_customers(asked, attributes=attributes, settings=Settings()))
    names = [name for part in parts for name in part.external_ids]
    facts = [
        {name: column[row] for name, column in zip(FACTS, part.facts, strict=True)}
        for part in parts
        for row in range(len(part.ids))
    ]
    return dict(zip(names, facts, strict=True)), parts


def test_everything_before_the_day_counts_and_nothing_else(facts):
    found, parts = described(MARCH)

    assert found == {
        "ann": {
            "recency_days": 10.0, "tenure_days": 50.0, "orders": 2.0, "recent_orders": 1.0, "spend": 12000.0,
            "mean_order": 7500.0, "gap_days": 40.0, "refunds": 1.0, "refunded_share": 0.2, "answers": 4.0,
            "comments": 1.0, "last_loyalty": 4.0, "mean_score": 5.0, "last_score": 0.0, "answer_age_days": 8.0,
            "contacts": 2.0, "recent_contacts": 1.0,
        }
    }  # fmt: skip
    assert parts[0].returned == (True,)


def test_an_order_in_another_currency_is_an_order_without_money(facts):
    ingest("orders", [at("2026-02-25", external_id="abroad", amount=9999, currency="USD")])

    found = described(MARCH)[0]["ann"]

    assert (found["orders"], found["recency_days"]) == (3.0, 4.0)
    assert (found["spend"], found["mean_order"], found["refunded_share"]) == (12000.0, 7500.0, 0.2)


def test_an_order_at_the_very_moment_belongs_to_what_follows(facts):
    moment = datetime(2026, 3, 5, tzinfo=UTC)

    found, parts = described(AsOf(moment, MARCH.recent, moment, buyers_only=True))

    assert found["ann"]["orders"] == 2.0
    assert parts[0].returned == (False,)


def test_customers_who_never_bought_are_described_when_all_are_asked_for(facts):
    found, parts = described(AsOf(MARCH.cutoff, MARCH.recent, None, buyers_only=False), "city", "missing")

    assert list(found) == ["ann", "bob", "cid"]
    assert (found["cid"]["orders"], found["cid"]["recency_days"], found["cid"]["last_loyalty"]) == (0.0, None, None)
    assert parts[0].attributes == [("south", "", "north"), ("", "", "")]


def test_one_in_many_is_always_the_same_one(in_acme):
    ingest("orders", [at("2026-01-10", external_id=str(n), amount=1, customer=f"c{n}") for n in range(300)])
    thinned = AsOf(MARCH.cutoff, MARCH.recent, None, buyers_only=True, every=3)

    first, _ = described(thinned)

    assert 60 < len(first) < 140
    assert described(thinned)[0] == first
    assert count_customers(thinned) == 300


def test_counts_and_spans_are_of_known_buyers(facts):
    assert count_customers(MARCH) == 1
    assert count_customers(AsOf(MARCH.cutoff, MARCH.recent, None, buyers_only=False)) == 3
    assert span_of_orders() == (datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 3, 7, tzinfo=UTC))


def test_attributes_are_numbers_only_if_every_value_is(facts):
    assert known_attributes() == {"age": True, "city": False, "note": False}
    assert values_of("city", most=5) == ["north", "south"]
    assert values_of("city", most=1) == ["north"]


def test_an_empty_company_has_nobody(in_acme):
    assert described(MARCH)[0] == {}
    assert (span_of_orders(), known_attributes(), count_customers(MARCH)) == (None, {}, 0)
