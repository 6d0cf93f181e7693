"""A company is filled once: data, scores, plans and verdicts, all through the public commands."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.management.demonstration import NoDemonstration, fill_company, fill_from_world
from analytics.models.score_run import ScoreRun
from feedback.models import FeedbackItem, Order
from journeys.models import ActionPlan
from tenants.access import company_context
from tenants.models.tenant import Tenant

WORLD = """
name = "Tiny"
seed = 3
customers = 300
[months]
start = 2026-01-01
count = 3
[traffic]
reactivation = 0.2
[[units]]
code = "town"
children = ["A", "B", "C", "D"]
[[touchpoints]]
code = "queue"
slope = 0.3
[[touchpoints]]
code = "pay"
question = "dims"
exposure = 0.7
slope = 0.2
[[plans]]
code = "care"
title = "Care"
touchpoint = "queue"
baseline_from = 2026-01-01
start_date = 2026-03-01
evaluate_to = 2026-04-01
effect = 1.0
treated = 2
"""


@pytest.mark.slow
def test_a_world_becomes_a_scored_company_once(new_company: Callable[[], Tenant], tmp_path: Path) -> None:
    company = new_company()
    (tmp_path / "tiny.toml").write_text(WORLD, "utf-8")
    asked = {"company": company, "world": str(tmp_path / "tiny.toml"), "folder": tmp_path / "out"}

    with company_context(company):
        first, second = fill_from_world(**asked), fill_from_world(**asked)

        assert FeedbackItem.objects.count() == first.rows["feedback"] > 300
        assert Order.objects.count() == first.rows["orders"]
        assert max(ScoreRun.objects.values_list("period", flat=True)) == dt.date(2026, 3, 1)
        assert list(ActionPlan.objects.values_list("code", flat=True)) == first.plans == second.plans == ["care"]
        assert second.rows == {}


def test_an_industry_without_a_world_is_refused(in_acme: Tenant) -> None:
    with pytest.raises(NoDemonstration, match="no demonstration data for the industry 'none'"):
        fill_company(company=in_acme)
