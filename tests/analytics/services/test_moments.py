"""Which touchpoints of a journey decide."""

from __future__ import annotations

from typing import Any

from analytics.services.moments import MomentReason, moments_of

JOURNEY = {"value": 60.0, "low": 58.0, "high": 62.0}


def figures(value: float, *, spread: float = 2.0, rank: tuple[float, float] | None = None) -> dict[str, Any]:
    """The printed figures of a touchpoint."""
    found: dict[str, Any] = {"value": {"value": value, "low": value - spread, "high": value + spread}}
    if rank is not None:
        found["rank"] = {"value": rank[0], "low": rank[0], "high": rank[1]}
    return found


def reasons(**told: Any) -> dict[str, list[str]]:
    """The reasons by touchpoint."""
    asked = {"declared": (), "journey": JOURNEY} | told
    return {moment.touchpoint: [str(one) for one in moment.reasons] for moment in moments_of(**asked)}


def test_what_the_company_declares_decides_without_any_figure() -> None:
    assert reasons(touchpoints=["a", "b", "c"], declared=["b"], figures={}, journey=None) == {"b": ["declared"]}


def test_a_driver_decides_when_its_worst_rank_is_among_the_three_strongest() -> None:
    found = {"a": figures(60, rank=(1, 3)), "b": figures(60, rank=(2, 4)), "c": figures(60)}

    assert reasons(touchpoints=["a", "b", "c"], figures=found) == {"a": ["strong_driver"]}


def test_only_what_surely_differs_from_the_journey_is_its_pit_or_peak() -> None:
    found = {"a": figures(50), "b": figures(57, spread=0.1), "c": figures(66, spread=5), "d": figures(60)}

    assert reasons(touchpoints=list("abcd"), figures=found) == {"a": ["low_point"]}


def test_the_end_is_a_reason_beside_others_only() -> None:
    found = {"a": figures(60), "b": figures(70)}

    assert reasons(touchpoints=["a", "b"], figures=found) == {"b": ["high_point", "end"]}
    assert reasons(touchpoints=["b", "a"], figures=found) == {"b": ["high_point"]}


def test_a_touchpoint_with_two_places_is_named_once_and_too_few_answers_name_nobody() -> None:
    little = {"a": {"value": {"value": None, "low": None, "high": None}, "rank": {"value": None, "high": None}}}

    assert reasons(touchpoints=["a", "b", "a"], figures=little) == {}
    assert reasons(touchpoints=["a", "b", "a"], declared=["a"], figures=little) == {"a": ["declared", "end"]}
    assert reasons(touchpoints=[], figures={}) == {}


def test_every_reason_says_what_it_means() -> None:
    assert all(len(reason.label) > 20 for reason in MomentReason)
