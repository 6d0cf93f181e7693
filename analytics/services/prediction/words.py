"""Reasons in words."""

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, str] = {
    "recency_days": "days since the last order",
    "tenure_days": "days since the first order",
    "orders": "orders so far",
    "recent_orders": "orders in the last months",
    "spend": "money spent, refunds taken off",
    "mean_order": "mean amount of an order",
    "gap_days": "mean days between orders",
    "refunds": "refunds",
    "refunded_share": "share of the money refunded",
    "answers": "answers given",
    "comments": "comments written",
    "last_loyalty": "last answer about loyalty (0-10)",
    "mean_score": "mean score of touchpoints (0-10)",
    "last_score": "last score of a touchpoint (0-10)",
    "answer_age_days": "days since the last answer",
    "contacts": "contacts",
    "recent_contacts": "contacts in the last months",
}


def reason_in_words(reason: Mapping[str, Any]) -> str:
    """Return a stored reason as a short sentence.

    >>> reason_in_words({"code": "recency_days", "value": 120.25, "effect": -0.8})
    'days since the last order: 120.25 lowers the probability'
    >>> reason_in_words({"code": "attr.city", "value": None, "effect": 0.2})
    'city: not known raises the probability'
    """
    code, value = str(reason["code"]), reason["value"]
    name = WORDS.get(code, code.removeprefix("attr."))
    shown = "not known" if value is None else value if isinstance(value, str) else f"{value:g}"
    return f"{name}: {shown} {'raises' if reason['effect'] > 0 else 'lowers'} the probability"
