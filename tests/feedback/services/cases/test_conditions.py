"""Conditions say what they mean, once, or are refused with the place that is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from feedback.services.cases.asking import asked
from feedback.services.cases.conditions import BadCondition, Not, Score, read_conditions
from tests.graphql_api import HOSTILE


def deep(levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {"has_text": True}
    for _ in range(levels):
        found = {"not": found}
    return found


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({}, "conditions"),
        ({"all": []}, "conditions.all"),
        ({"score": "nps"}, "conditions"),
        ({"score": "height", "at_most": 1}, "conditions.score"),
        ({"score": "nps", "at_least": 7, "at_most": 6}, "conditions"),
        ({"score": "nps", "at_most": True}, "conditions"),
        ({"has_text": True, "is_known": True}, "conditions"),
        ({"has_text": True, "values": ["x"]}, "conditions"),
        ({"has_text": "yes"}, "conditions.has_text"),
        ({"mentions": []}, "conditions.mentions"),
        ({"mentions": [" "]}, "conditions.mentions"),
        ({"mentions": ["x" * 101]}, "conditions.mentions"),
        ({"attribute": "tier"}, "conditions.values"),
        ({"spent_at_least": "NaN"}, "conditions.spent_at_least"),
        ({"spent_at_least": "1", "days": 0}, "conditions.days"),
        ({"any": [{"has_text": True}, {"nope": 1}]}, "conditions.any.1"),
        (deep(7), "conditions"),
        ({"all": [{"has_text": True}] * 50}, "conditions"),
    ],
)
def test_what_says_nothing_is_refused(document: object, field: str) -> None:
    with pytest.raises(BadCondition) as refused:
        read_conditions(document)

    assert refused.value.field == field


@pytest.mark.parametrize("value", HOSTILE, ids=lambda one: repr(one)[:20])
@pytest.mark.parametrize("kind", ["", "all", "not", "mentions", "score", "touchpoints", "spent_at_least", "attribute"])
def test_what_no_honest_client_sends_is_refused_or_read(kind: str, value: object) -> None:
    try:
        read_conditions({kind: value} if kind else value)
    except BadCondition as refused:
        assert str(refused)


def test_a_bound_may_be_missing() -> None:
    assert read_conditions({"not": {"score": "csat", "at_least": 4, "at_most": None}}) == Not(Score("csat", 4.0, None))


def test_codes_that_nothing_has_are_refused(in_acme: object) -> None:
    with pytest.raises(BadCondition, match="Nothing has the code 'nowhere'"):
        asked(read_conditions({"units": ["nowhere"]}))


@pytest.mark.parametrize("word", ["50%", "a_b", "back\\slash", "'; DROP TABLE x"])
def test_words_are_no_patterns(in_acme: object, word: str) -> None:
    found = asked(read_conditions({"mentions": [word]}))

    assert word not in found.sql
    (patterns,) = found.params.values()
    assert patterns[0].replace("\\", "").strip("%") in {word, word.replace("\\", "")} or "%" in word
