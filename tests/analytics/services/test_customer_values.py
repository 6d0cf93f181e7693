"""What single customers will buy and are worth."""

import pytest

from analytics.models.score_run import ScoreRun
from analytics.services.customer_values import NO_MODELS, NOT_BOUGHT, last_day, value_customers
from analytics.services.scoring.customer_base import REGULAR
from feedback.models import Customer
from tests.analytics.shop import LAST


@pytest.fixture
def run(in_shop):
    return ScoreRun.objects.get(is_current=True)


@pytest.fixture
def everybody(in_shop, run):
    return value_customers(company=in_shop, run=run)


def days_of(data, customer):
    return {order["occurred_at"][:10] for order in data["orders"] if order["customer"] == customer}


def test_customers_add_up_to_what_the_run_says_of_all(everybody, run):
    base = run.results["customer_base"]

    assert last_day(run) == LAST
    assert len(everybody) == base["buyers"]
    assert sum(one.active.value for one in everybody) == pytest.approx(base["active_customers"]["value"], rel=0.01)
    assert sum(one.orders.value for one in everybody) == pytest.approx(base["expected_orders"]["value"], rel=0.01)
    assert sum(one.value.value for one in everybody) == pytest.approx(base["customer_equity"]["value"], rel=0.02)


def test_most_valuable_customers_come_first_each_with_an_interval(everybody):
    values = [one.value.value for one in everybody]

    assert values == sorted(values, reverse=True)
    assert all(one.value.low < one.value.value < one.value.high for one in everybody)


def test_a_page_is_answered_in_the_order_asked(in_shop, run, everybody, shop_data):
    customers = {row.pk: row.external_id for row in Customer.objects.filter(external_id__in=["c3", "c7", "nobody"])}

    found = value_customers(company=in_shop, run=run, customers=customers)

    assert [one.customer for one in found] == list(customers)
    by_name = {customers[one.customer]: one for one in found}
    whole = {one.customer: one for one in everybody}
    for name in ("c3", "c7"):
        assert by_name[name].repeats == len(days_of(shop_data, name)) - 1
        assert by_name[name] == whole[by_name[name].customer]
    assert by_name["nobody"].value.reason == NOT_BOUGHT
    assert by_name["nobody"].evidence == "prior"


def test_who_bought_once_is_told_by_others(everybody):
    assert {one.evidence for one in everybody if one.repeats == 0} == {"borrowed"}
    assert {one.evidence for one in everybody if one.repeats > 0} == {"observed"}


def test_regular_business_and_old_runs_say_why_there_is_nothing(in_shop, run):
    customer = Customer.objects.first().pk
    base = run.results["customer_base"]

    run.results["customer_base"] = base | {"models": None}
    (regular,) = value_customers(company=in_shop, run=run, customers=[customer])
    del run.results["customer_base"]
    (old,) = value_customers(company=in_shop, run=run, customers=[customer])

    assert regular.value.reason == REGULAR
    assert old.orders.reason == NO_MODELS
