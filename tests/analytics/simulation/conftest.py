"""Small worlds to draw from."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from analytics.simulation.reader import parse_world
from analytics.simulation.world import World


@pytest.fixture
def make_world() -> Callable[..., World]:
    """Return a builder of worlds: a small complete document, changed by keyword."""

    def build(**changes: Any) -> World:
        document: dict[str, Any] = {
            "name": "Tiny",
            "seed": 5,
            "customers": 2000,
            "months": {"start": dt.date(2026, 1, 1), "count": 3},
            "traffic": {"newcomers": 0.02, "reactivation": 0.1},
            "loyalty": {"intercept": 7.0, "noise": 1.4},
            "touchpoints": [
                {"code": "queue", "mean": 6.5, "sd": 1.8, "slope": 0.5},
                {"code": "pay", "mean": 7.5, "sd": 1.5, "slope": 0.2, "exposure": 0.6, "channel": "app"},
            ],
        }
        return parse_world(document | changes)

    return build


@pytest.fixture
def chain() -> dict[str, Any]:
    """Return units and one plan: six shops, two of them treated from the middle of February on."""
    return {
        "units": [{"code": "north", "children": ["A", "B", "C"]}, {"code": "south", "children": ["D", "E", "F"]}],
        "plans": [
            {
                "code": "care",
                "title": "Care",
                "touchpoint": "queue",
                "baseline_from": dt.date(2026, 1, 1),
                "start_date": dt.date(2026, 2, 15),
                "evaluate_to": dt.date(2026, 4, 1),
                "effect": 1.0,
                "treated": 2,
            }
        ],
    }
