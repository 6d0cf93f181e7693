"""The customers of a scored period: models of their histories, orders and money expected, earned growth."""

import numpy as np
import pytest

from analytics.models.score_run import ScoreRun
from analytics.services.scoring.chain import build_chain
from analytics.services.scoring.customer_base import REGULAR, read_base
from analytics.services.scoring.customer_models import printed_models, restored_models
from analytics.services.scoring.months import Months
from analytics.services.settings import settings_of
from tests.analytics.shop import JUNE, LAST

WINDOW = (JUNE - 11, JUNE)


@pytest.fixture
def base(in_shop):
    return read_base(Months(), WINDOW, settings_of(company=in_shop))


@pytest.fixture
def printed(in_shop):
    return ScoreRun.objects.get(is_current=True).results["customer_base"]


def test_histories_are_those_of_the_orders(base, shop_data):
    days = {}
    for order in shop_data["orders"]:
        days.setdefault(order["customer"], set()).add(order["occurred_at"][:10])
    assert max(day for own in days.values() for day in own) <= LAST.isoformat()

    assert base.cells.customers.sum() == len(days)
    assert base.cells.customers @ base.cells.repeats == sum(len(own) - 1 for own in days.values())
    spent = base.cells.customers * base.cells.repeats @ base.spent.mean
    first = {who: min(own) for who, own in days.items()}
    later = [o["amount"] for o in shop_data["orders"] if o["occurred_at"][:10] > first[o["customer"]]]
    assert spent == pytest.approx(sum(later))


def test_a_scored_period_prints_customers_orders_and_equity(printed):
    assert printed["buyers"] == 320
    for name in ("active_customers", "expected_orders", "customer_equity"):
        assert printed[name]["status"] == "ok"
        assert printed[name]["low"] < printed[name]["value"] < printed[name]["high"]
    assert printed["active_customers"]["value"] < 320
    assert printed["models"]["purchases"]["parameters"].keys() == {"r", "alpha", "a", "b"}
    assert printed["models"]["spend"]["parameters"].keys() == {"p", "q", "v"}
    assert printed["models"]["terms"]["margin_rate"] == pytest.approx(0.4)


def test_loyal_customers_are_worth_more_and_the_chain_prices_by_that(in_shop, printed):
    value = printed["models"]["by_loyalty"]["value"]
    chain = build_chain(Months(), WINDOW, settings_of(company=in_shop))

    assert (np.diff(value) > 0).all()
    assert chain.value.lifetime_value(np.arange(11.0)[None])[0] == pytest.approx(value, abs=0.01)
    assert chain.whole.gain_estimate(0, 1.0).value > 0


def test_segments_are_priced_by_the_same_histories(in_shop):
    whole = build_chain(Months(), WINDOW, settings_of(company=in_shop)).whole

    assert {group.code for group in whole.groups} >= {"gold", "new"}
    each = [float(group.gain(0, 1.0)[0]) for group in whole.groups]
    assert np.isfinite(each).all()
    assert sum(each) == pytest.approx(whole.gain_estimate(0, 1.0).value)


def test_earned_growth_compares_two_years(printed):
    growth = printed["earned_growth"]

    assert growth["referred_share_of_new"]["value"] == pytest.approx(1 / 6, abs=0.06)
    assert growth["earned_new_customers"]["value"] > 0
    total = growth["net_revenue_retention"]["value"] + growth["earned_new_customers"]["value"] - 1
    assert growth["earned_growth_rate"]["value"] == pytest.approx(total)


def test_models_come_back_bit_for_bit(base):
    models = restored_models(printed_models(base.purchases, base.spend, base.terms))

    assert models[0].maximum.terms.tolist() == base.purchases.maximum.terms.tolist()
    assert models[1].parameters == base.spend.parameters
    assert printed_models(*models) == printed_models(base.purchases, base.spend, base.terms)


def test_regular_business_has_no_models_and_says_what_to_set(in_scored):
    found = ScoreRun.objects.get(period="2026-06-01", is_current=True, period_kind="month").results["customer_base"]

    assert found["models"] is None
    assert found["customer_equity"]["reason"] == REGULAR
    assert "earned_growth_rate" in found["earned_growth"]


def test_before_any_purchase_there_is_nothing_to_expect(in_shop):
    base = read_base(Months(), (JUNE - 40, JUNE - 30), settings_of(company=in_shop))

    found = base.as_json()
    assert found["buyers"] == 0
    assert found["expected_orders"]["reason"] == "no customer has bought yet"
    assert base.lifetime is None
