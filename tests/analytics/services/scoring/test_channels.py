"""A touchpoint that differs between channels is told from one that does not."""

import random
from datetime import UTC, datetime

import pytest

from analytics.services.scoring.score import score_company
from tests.analytics.facts import ingest

LATER = datetime(2026, 9, 1, tzinfo=UTC)


def answers(differ):
    """300 answers in each of two channels, in the second lower by `differ` of five stars."""
    rng = random.Random(11)
    return [
        {
            "external_id": f"{channel}{number}",
            "customer": f"c{number}",
            "touchpoint": "order",
            "channel": channel,
            "occurred_at": "2026-05-10T12:00:00+08:00",
            "rating": min(max(rng.choice([3, 4, 4, 5]) - lower, 1), 5),
            "rating_max": 5,
        }
        for channel, lower in (("app", 0), ("store", differ))
        for number in range(300)
    ]


def consistency(company, differ):
    ingest("feedback", answers(differ))
    (run,) = score_company(company=company, now=LATER)
    (row,) = run.results["touchpoints"]
    return row["consistency"]


def test_channels_that_differ_are_found_and_lower_the_index(live_company):
    found = consistency(live_company, 1)

    assert found["p_value"] < 0.001
    assert found["channels"]["app"]["value"] - found["channels"]["store"]["value"] == pytest.approx(25, abs=3)
    assert found["index"]["high"] < 100
    assert found["spread"]["low"] > 5


def test_channels_that_are_alike_have_an_index_near_100(live_company):
    found = consistency(live_company, 0)

    assert found["p_value"] > 0.05
    assert found["index"]["high"] == 100
    assert found["index"]["value"] > 95


def test_the_other_channel_is_offset_against_the_reference_and_no_value_is_changed(live_company):
    found = consistency(live_company, 1)

    assert found["reference"] == "app"
    assert list(found["offsets"]) == ["store"]
    offset = found["offsets"]["store"]
    plain = found["channels"]["app"]["value"] - found["channels"]["store"]["value"]
    assert offset["value"] == pytest.approx(plain, rel=0.02)
    assert offset["low"] < offset["value"] < plain < offset["high"]
    assert offset["n"] == 300
