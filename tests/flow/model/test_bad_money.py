"""Money that cannot be added up, or is lost: losses, refunds, other currencies."""

import pytest

from analytics.services.settings import change_settings
from tests.flow.model.doors import ask_everything, month, touchpoint
from tests.flow.model.people import changed, company_facts, order, take_in

LOSS = "repurchases lose money in total, so loyalty has no positive value"


@pytest.fixture
def asked(live_company, tmp_path):
    """Return a function that takes facts in and asks the company everything, about July where orders end."""

    def ask(facts, **settings):
        change_settings(company=live_company, changes=settings)
        take_in(facts)
        return ask_everything(live_company, tmp_path)

    return ask


def refunds(count=80, amount=-400):
    return [order(n, 7, amount, external_id=f"x{n}", margin=amount / 2, refund_of=f"o{n}-7") for n in range(count)]


@pytest.mark.parametrize("business", ["regular", "noncontractual"])
def test_orders_that_lose_money_give_loyalty_no_price(asked, business):
    facts = company_facts()

    said = asked({**facts, "orders": changed(facts["orders"], margin=lambda row: -row["amount"])}, business=business)

    june = month(said)
    assert june["sales"]["margin"] == -june["sales"]["net"] < 0
    assert touchpoint(said, "queue")["return_per_point"]["reason"] == LOSS
    assert june["company"]["return_index"]["status"] == "insufficient"
    assert touchpoint(said, "queue")["slope"]["value"] is not None
    assert month(said)["customer_base"]["customer_equity"]["status"] == "insufficient"


def test_refunds_larger_than_sales_give_loyalty_no_price(asked):
    facts = company_facts()

    said = asked({**facts, "orders": facts["orders"] + refunds()})

    july = month(said, "2026-07")
    assert july["sales"]["net"] == july["sales"]["gross"] + july["sales"]["refunds"] < 0
    assert touchpoint(said, "queue", "2026-07")["return_per_point"]["reason"] == LOSS
    assert july["company"]["return_per_point"]["status"] == "insufficient"


def test_refunds_without_sales_are_no_purchases(asked):
    facts = company_facts()

    said = asked({**facts, "orders": refunds()})

    july = month(said, "2026-07")
    assert (july["sales"]["orders"], july["sales"]["net"], july["sales"]["first_purchases"]) == (0, -32000.0, 0)
    assert touchpoint(said, "queue", "2026-07")["return_per_point"]["reason"] == "nobody bought again in the follow-up"
    assert july["customer_base"]["buyers"] == 0


@pytest.mark.parametrize("business", ["regular", "noncontractual"])
def test_money_of_two_currencies_is_never_added_up(asked, business):
    facts = company_facts()
    dollars = changed(facts["orders"], currency=lambda row: "USD" if int(row["customer"][1:]) % 2 else "CNY")
    ours = [row for row in dollars if row["currency"] == "CNY" and row["external_id"].endswith("-6")]

    said = asked({**facts, "orders": dollars}, business=business)

    june, queue = month(said), touchpoint(said, "queue")
    assert june["sales"]["net"] == sum(row["amount"] for row in ours)
    assert june["sales"]["orders"] == len(ours)
    assert june["sales"]["orders_in_other_currencies"] == sum(o["external_id"].endswith("-6") for o in dollars) - len(
        ours
    )
    for figure in (queue["return_per_point"], june["company"]["return_index"], said["whatif queue"]["npv"]):
        assert figure["status"] == "insufficient"
    assert "in other currencies than CNY" in queue["return_per_point"]["reason"]
    assert june["customer_base"]["earned_growth"]["earned_growth_rate"]["status"] == "insufficient"
    assert queue["slope"]["value"] is not None


def test_a_few_orders_in_another_currency_are_left_out_and_said(asked):
    facts = company_facts()
    few = changed(facts["orders"], currency=lambda row: "JPY" if row["customer"] == "c4" else "CNY")

    said = asked({**facts, "orders": few})

    july = month(said, "2026-07")
    assert july["sales"]["to_date"]["net"] == sum(row["amount"] for row in few if row["currency"] == "CNY")
    assert any(
        "orders are in other currencies than CNY and are left out" in doubt for doubt in july["drivers"]["doubts"]
    )
    assert touchpoint(said, "queue", "2026-07")["return_per_point"]["value"] is not None


def test_free_orders_are_purchases_without_money(asked):
    facts = company_facts()

    said = asked({**facts, "orders": changed(facts["orders"], amount=0, margin=0)})

    june = month(said)
    assert june["sales"]["net"] == 0 < june["sales"]["orders"]
    assert touchpoint(said, "queue")["return_per_point"]["status"] == "insufficient"
