"""A scenario that is not kept: the answer that keeping it would give, and what may be asked."""

from datetime import UTC, datetime

import pytest

from analytics.models.scenario import Scenario
from analytics.services.scenarios.documents import ScenarioRefused
from analytics.services.scenarios.keep import keep_scenario
from analytics.services.scenarios.preview import preview_scenario

NOW = datetime(2026, 11, 1, tzinfo=UTC)
QUEUE = {"touchpoint": "queue", "uplift": 0.5}


def preview(tenant, *moves, **document):
    return preview_scenario(company=tenant, document={"period": "2026-06", "moves": list(moves), **document})


def test_it_is_what_keeping_it_would_say_and_nothing_is_kept(company):
    found = preview(company, QUEUE, cost=100.0)

    assert not Scenario.objects.exists()
    document = {"code": "kept", "title": "Kept", "period": "2026-06", "moves": [QUEUE], "cost": 100.0}
    kept = keep_scenario(company=company, document=document, now=NOW)
    assert {**found.results, "discount_version": found.learned.version} == kept.results
    assert found.status == kept.status == "ok"


def test_experience_repurchase_and_word_of_mouth_rise_with_intervals(company):
    effects = preview(company, QUEUE).results["effects"]

    for name in ("experience", "repurchase", "referrals"):
        change = effects[name]["change"]
        assert 0 < change["low"] < change["value"] < change["high"]
        assert effects[name]["before"]["value"] < effects[name]["after"]["value"]


def test_half_of_the_customers_are_half_of_the_effect(company):
    whole, half = (preview(company, {**QUEUE, "share": share}).results["effects"] for share in (1.0, 0.5))

    for name in whole:
        assert half[name]["change"]["value"] == pytest.approx(whole[name]["change"]["value"] / 2, rel=1e-6)


def test_nothing_moved_tells_how_far_each_can_be_moved(company):
    found = preview(company)

    assert (found.status, found.results) == ("empty", {})
    assert [one.code for one in found.reaches] == ["dine", "pay", "queue"]
    for one in found.reaches:
        assert one.lowest < 0 < one.highest
        assert preview(company, {"touchpoint": one.code, "uplift": one.highest}).status == "ok"
        assert preview(company, {"touchpoint": one.code, "uplift": one.highest + 1}).status == "refused"


def test_an_uplift_outside_what_was_observed_is_told(company):
    found = preview(company, {"touchpoint": "queue", "uplift": 9})

    assert found.status == "refused"
    assert "outside the observed range" in found.reason


def test_assumptions_may_be_replaced(company):
    own = preview(company, QUEUE)

    long = preview(company, QUEUE, horizon_months=24, discount_rate_monthly=0.0)
    sceptical = preview(company, QUEUE, causal_share=0.0)

    assert own.settings.horizon_months == 12
    assert long.settings.horizon_months == 24
    assert long.results["delta_equity"]["value"] > own.results["delta_equity"]["value"]
    assert sceptical.results["delta_equity"]["value"] < own.results["delta_equity"]["value"]


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"horizon_months": 0}, "horizon_months must be 1 to 120"),
        ({"discount_rate_monthly": 0.5}, "discount_rate_monthly must be 0 to 0.2"),
        ({"causal_share": 1.5}, "causal_share must be 0 to 1"),
        ({"causal_share": float("nan")}, "causal_share must be 0 to 1"),
    ],
)
def test_wrong_assumptions_are_refused(company, document, message):
    with pytest.raises(ScenarioRefused, match=message):
        preview(company, QUEUE, **document)
