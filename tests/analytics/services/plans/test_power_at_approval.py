"""What a plan can show is told when it is approved."""

import pytest

from analytics.services.plans.approval import import_and_date
from analytics.services.plans.evaluation import evaluate_plan
from tests.analytics.services.plans.designs import (
    ARMS,
    NOW,
    UNITS,
    document,
    take_in_people,
    take_in_units,
)


def test_approval_says_what_the_plan_can_show(in_acme):
    take_in_units()

    plan = import_and_date(
        company=in_acme, document=document(treated_units=UNITS[:9], control_units=UNITS[9:]), now=NOW
    )

    told = plan.baseline["power"]["smallest_detectable"]
    later = evaluate_plan(company=in_acme, code="care", now=NOW).results["smallest_detectable"]
    assert 0.5 < told / later < 2
    assert plan.baseline["power"]["power"] == 0.8


def test_approval_of_a_plan_for_customers_freezes_their_baseline(in_acme):
    take_in_people()

    plan = import_and_date(company=in_acme, document=document(treated_customers_attribute=ARMS), now=NOW)

    assert plan.baseline["treated"]["n"] == plan.baseline["control"]["n"] == 200
    assert plan.baseline["power"]["smallest_detectable"] == pytest.approx(5.6, abs=1)


def test_a_plan_for_everybody_does_not_know_what_it_can_show(in_acme):
    take_in_people()

    plan = import_and_date(company=in_acme, document=document(unit_of_effect="customer"), now=NOW)

    assert plan.baseline["power"]["smallest_detectable"] is None
    assert "nobody is left untreated" in plan.baseline["power"]["reason"]
