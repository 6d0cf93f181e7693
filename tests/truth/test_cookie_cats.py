"""A real experiment: the later gate of a game harms those who would come again a week later."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.services.plans.approval import import_and_date
from analytics.services.plans.evaluation import evaluate_plan
from feedback.services.datasets import import_dataset, read_dataset

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "ab_cookie_cats"
DATA = ROOT.parent / "shared" / "data" / "ab_cookie_cats"
NOW = datetime(2026, 11, 1, tzinfo=UTC)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data sets are not beside this checkout"),
]


def test_the_later_gate_is_found_to_harm_retention_after_a_week(in_acme):
    dataset = read_dataset(EXAMPLE / "manifest.json")
    import_dataset(dataset, received_at=NOW, show=lambda title: nullcontext())
    import_and_date(company=in_acme, document=json.loads((EXAMPLE / "plan.json").read_text()), now=NOW)

    found = evaluate_plan(company=in_acme, code="later-gate", now=NOW)

    assert found.verdict == "harmed"
    arms = found.results["arms"]
    assert (arms["control"]["n"], arms["treated"]["n"]) == (22_535, 22_657)
    assert arms["control"]["mean"] == pytest.approx(0.190, abs=0.001)
    assert arms["treated"]["mean"] == pytest.approx(0.182, abs=0.001)
    assert found.effect == pytest.approx(-0.0075, abs=0.0002)
    assert found.effect_high < 0
    assert found.results["money"]["value"] is None
