"""Plans whose effect is told customer by customer: by lot or by choice."""

import random
from datetime import date

import pytest

from tests.analytics.facts import ingest
from tests.analytics.services.plans.designs import (
    ARMS,
    at,
    evaluated,
    rated,
    take_in_people,
)


def test_customers_by_lot_are_compared_at_the_same_level_before(in_acme):
    take_in_people(effect=0.5)

    found = evaluated(in_acme, design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == "worked"
    assert found.effect_low < 5 < found.effect_high
    assert found.results["design_kind"] == "randomised"
    plain, adjusted = (found.results[name] for name in ("plain_effect", "effect"))
    assert adjusted["high"] - adjusted["low"] < 0.8 * (plain["high"] - plain["low"])
    assert found.results["placebo_p"] is not None


def test_a_lot_needs_no_time_before(in_acme):
    take_in_people(effect=1.0, before=False)

    found = evaluated(in_acme, design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == "worked"
    assert found.results["placebo_p"] is None


def test_customers_who_were_chosen_need_a_time_before(in_acme):
    take_in_people(effect=1.0, before=False)

    assert evaluated(in_acme, treated_customers_attribute=ARMS).verdict == "cannot_tell"


@pytest.mark.parametrize(("effect", "verdict"), [(1.0, "worked"), (0.0, "no_evidence"), (-1.0, "harmed")])
def test_customers_who_were_chosen_are_compared_before_and_after(in_acme, effect, verdict):
    take_in_people(effect=effect)

    found = evaluated(in_acme, treated_customers_attribute=ARMS)

    assert found.verdict == verdict
    assert found.results["design_kind"] == "did"


def test_without_control_values_all_other_customers_are_controls(in_acme):
    take_in_people(effect=1.0)

    found = evaluated(in_acme, treated_customers_attribute={"name": "version", "treated": ["b"]})

    assert found.design.endswith("compared with all other customers")
    assert found.verdict == "worked"


@pytest.mark.parametrize(("buys", "verdict"), [(0.3, "worked"), (0.0, "no_evidence"), (-0.3, "harmed")])
def test_repurchase_of_customers_is_a_share_and_money_is_the_margin_of_all_treated(in_acme, buys, verdict):
    take_in_people(buys=buys, seed=5)

    found = evaluated(in_acme, metric="repurchase", design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == verdict
    assert found.effect == pytest.approx(buys, abs=0.12)
    money = found.results["money"]
    assert money["low"] < 100 * 200 * buys < money["high"]
    assert money["value"] == pytest.approx(100 * 200 * found.effect, abs=500)


def test_customers_without_orders_have_no_money(in_acme):
    ingest("customers", [{"external_id": f"c{n}", "attr.version": "ab"[n % 2]} for n in range(60)])
    ingest("feedback", [rated(f"f{n}", date(2026, 6, 1), n % 9, customer=f"c{n}") for n in range(60)])

    found = evaluated(in_acme, design="randomised", treated_customers_attribute=ARMS)

    assert found.results["money"]["value"] is None
    assert found.results["money"]["reason"] == "these customers have no orders"


def test_coming_again_is_told_by_contacts_at_the_touchpoint(in_acme):
    rng = random.Random(3)
    ingest("customers", [{"external_id": f"c{n}", "attr.version": "ab"[n % 2]} for n in range(800)])
    ingest("feedback", [rated("f", date(2026, 6, 1), 5)])
    contacts = [
        {"external_id": f"i{n}-{code}", "customer": f"c{n}", "occurred_at": at(date(2026, 6, 2)), "touchpoint": code}
        for n in range(800)
        for code, share in (("queue", 0.3 - 0.15 * (n % 2)), ("pay", 0.5))
        if rng.random() < share
    ]
    ingest("interactions", contacts)

    found = evaluated(in_acme, metric="retention", design="randomised", treated_customers_attribute=ARMS)

    assert found.verdict == "harmed"
    assert found.effect == pytest.approx(-0.15, abs=0.05)
    assert found.results["effect"]["n"] == 800


def test_orders_in_another_currency_are_not_added_to_the_companys(in_acme):
    take_in_people(buys=0.0)
    foreign = [
        {
            "external_id": f"$-{n}",
            "customer": f"c{n}",
            "occurred_at": at(date(2026, 6, 5)),
            "amount": 9999,
            "currency": "USD",
        }
        for n in range(200, 400)
    ]
    ingest("orders", foreign)

    found = evaluated(in_acme, metric="revenue", design="randomised", treated_customers_attribute=ARMS)

    assert abs(found.effect) < 20
