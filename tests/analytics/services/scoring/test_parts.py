"""A company that has only a part of the facts gets the figures that this part carries."""

import pytest

from analytics.services.scoring.presentation import printed_runs
from analytics.services.scoring.score import score_company
from tests.analytics.chain_facts import chain_company
from tests.analytics.facts import ingest
from tests.analytics.scored import LATER


@pytest.fixture(scope="module")
def facts():
    return chain_company(customers=50)


def scored(company):
    return printed_runs(score_company(company=company, now=LATER))


def test_orders_alone_have_sales_and_no_experience(live_company, facts):
    ingest("orders", facts["orders"])

    periods = scored(live_company)

    assert periods[-1]["sales"]["to_date"]["net"] == sum(row["amount"] for row in facts["orders"])
    assert {period["status"] for period in periods} == {"insufficient"}
    assert periods[0]["touchpoints"] == []
    assert periods[0]["drivers"]["r2"]["reason"] == "no touchpoints"


def test_answers_about_the_company_alone_have_nps_and_no_drivers(live_company, facts):
    ingest("feedback", [row for row in facts["feedback"] if "touchpoint" not in row])

    june = scored(live_company)[-1]

    assert june["company"]["nps"]["n"] == 50
    assert june["company"]["nps"]["value"] is not None
    assert june["company"]["return_per_point"]["reason"] == "no touchpoint has a price yet"


def test_answers_about_touchpoints_alone_have_values(live_company, facts):
    ingest("feedback", [row for row in facts["feedback"] if "touchpoint" in row])

    june = scored(live_company)[-1]

    assert june["company"]["value"]["value"] is not None
    assert june["company"]["nps"]["reason"] == "no answers"
    assert june["touchpoints"][0]["slope"]["value"] is None


def test_first_month_has_money_once_its_follow_up_shows_orders(live_company, facts):
    first = min(row["occurred_at"][:7] for row in facts["feedback"])
    ingest("feedback", [row for row in facts["feedback"] if row["occurred_at"].startswith(first)])
    without = scored(live_company)[0]
    ingest("orders", facts["orders"])
    period = scored(live_company)[0]

    assert not any(level["n"] for level in without["loyalty_levels"])
    assert period["period"] == first
    assert sum(level["n"] for level in period["loyalty_levels"]) > 0
    assert any(level["repurchase_rate"] for level in period["loyalty_levels"])


def test_company_without_facts_has_no_periods(live_company):
    assert scored(live_company) == []


def test_month_asked_for_without_facts_says_so(live_company):
    from analytics.services.scoring.score import Span

    run = score_company(company=live_company, now=LATER, span=Span.of_months(24312, 24312))[0]

    assert (run.status, run.results["company"]["customers"]) == ("insufficient", 0)
