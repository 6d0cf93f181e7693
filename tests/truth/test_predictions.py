"""Predictions of the public data sets: calibrated, judged beside simple rules, and honest about their traps."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.models.prediction import CustomerPrediction
from analytics.services.prediction.predict import predict_period
from feedback.services.datasets import import_dataset, read_dataset

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
Predict = Callable[..., dict[str, Any]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data sets are not beside this checkout"),
]


@pytest.fixture
def predict(in_acme) -> Predict:
    def run(name: str, period: date, target: str = "repurchase") -> dict[str, Any]:
        manifest = ROOT / "docs" / "examples" / name / "manifest.json"
        import_dataset(read_dataset(manifest), received_at=NOW, show=lambda title: nullcontext())
        found = predict_period(company=in_acme, period=period, target=target, now=NOW)
        assert found.customers == CustomerPrediction.objects.count()
        return found.results

    return run


def doubts(found: dict[str, Any]) -> set[tuple[str, str]]:
    return {(warning["code"], warning["column"]) for warning in found["warnings"]}


def sign_of(found: dict[str, Any], column: str) -> dict[str, Any]:
    return next(sign for sign in found["signs"] if sign["column"] == column)


def beats_its_rule(found: dict[str, Any]) -> bool:
    assert found["auc"]["value"] - found["rule_auc"]["value"] == pytest.approx(found["difference"]["value"], abs=1e-4)
    losses = found["losses"]
    assert losses["model"]["brier"]["value"] < losses["rule"]["brier"]["value"] < losses["base_rate"]["brier"]["value"]
    assert losses["model"]["mae"]["value"] < losses["base_rate"]["mae"]["value"]
    return found["verdict"] == "better" and found["difference"]["low"] > 0


def test_telecom_is_calibrated_and_says_what_to_doubt(predict: Predict) -> None:
    found = predict("telecom_iranian", date(2026, 10, 1), "attr:churn")

    assert (found["n"], found["events"]) == (1_589, 273)
    assert 0.8 <= found["calibration"]["slope"]["value"] <= 1.2
    assert beats_its_rule(found)
    assert found["auc"]["value"] == pytest.approx(0.93, abs=0.015)
    assert found["lift"][0]["lift"]["value"] > 4
    assert doubts(found) >= {("undated_label", ""), ("copies", ""), ("telling_value", "attr.complains")}


def test_failed_calls_of_telecom_harm_only_once_calls_are_held_equal(predict: Predict) -> None:
    found = predict("telecom_iranian", date(2026, 10, 1), "attr:churn")

    failures = sign_of(found, "attr.call_failures")
    assert (failures["found"], failures["control"], failures["change"]) == (0, "attr.calls", "hidden")
    assert failures["held"]["low"] > 1
    assert ("activity_confounding", "attr.call_failures") in doubts(found)


def test_ecommerce_reports_the_sign_that_it_finds(predict: Predict) -> None:
    """Satisfied customers leave more often in this file; that is told, not turned around."""
    found = predict("ecommerce_churn", date(2026, 10, 1), "attr:churn")

    satisfaction = sign_of(found, "last_loyalty")
    assert (satisfaction["expected"], satisfaction["found"]) == (-1, 1)
    assert doubts(found) >= {
        ("unexpected_sign", "last_loyalty"), ("copies", ""), ("activity_confounding", "attr.cashback"),
    }  # fmt: skip
    assert 0.8 <= found["calibration"]["slope"]["value"] <= 1.2
    assert beats_its_rule(found)


def test_cdnow_beats_the_recency_rule_in_time(predict: Predict) -> None:
    found = predict("cdnow", date(1998, 6, 1))

    assert (found["n"], found["events"]) == (10_616, 1_492)
    assert 0.8 <= found["calibration"]["slope"]["value"] <= 1.2
    assert beats_its_rule(found)
    assert found["auc"]["value"] > found["rules"]["recency_days"]["value"] + 0.01


def test_cancellations_of_online_retail_are_confounded_with_activity(predict: Predict) -> None:
    found = predict("online_retail", date(2011, 11, 1))

    assert 0.8 <= found["calibration"]["slope"]["value"] <= 1.2
    assert beats_its_rule(found)
    assert found["auc"]["value"] > found["rules"]["recency_days"]["value"] + 0.04
    refunds = sign_of(found, "refunds")
    assert (refunds["expected"], refunds["found"]) == (-1, 1)
    assert refunds["held"]["value"] < 0.5 * refunds["alone"]["value"]
    assert ("unexpected_sign", "refunds") in doubts(found)
    assert ("level", "") in doubts(found)  # the autumn sells more than the summer
