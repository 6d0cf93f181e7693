"""Small companies with something wrong in them: two months of facts of some dozens of customers."""

import random
from collections.abc import Callable

from tests.analytics.facts import ingest

TOUCHPOINTS = ("dine", "pay", "queue")
MONTHS = (5, 6)


def company_facts(*, customers=80, seed=1, score=None, loyalty=None, months=MONTHS, **more):
    """Return answers, orders and customers; `score` and `loyalty` replace what somebody says.

    The queue decides loyalty, and loyalty orders, unless they are replaced.
    """
    rng = random.Random(seed)
    facts = {"customers": [], "feedback": [], "orders": []}
    for number in range(customers):
        facts["customers"].append({"external_id": f"c{number}", "attr.segment": ("family", "office")[number % 2]})
        for month in months:
            scores = {code: clip(rng.gauss(6, 2)) for code in TOUCHPOINTS if rng.random() < 0.9}
            told = clip(1.5 + 0.9 * scores.get("queue", 6) + rng.gauss(0, 1))
            if score is not None:
                scores = {code: score(code, scores) for code in scores}
            told = told if loyalty is None else loyalty(told)
            facts["feedback"] += sheet(number, month, scores, told, rng)
            if rng.random() < 0.1 + 0.08 * told:
                facts["orders"].append(order(number, month + 1, rng.randint(50, 250)))
    return facts | more


def clip(value):
    """Return a whole score of 0-10."""
    return max(0, min(10, round(value)))


def sheet(number, month, scores, told, rng):
    """Return one person's answers of a month."""
    common = {
        "response": f"r{number}-{month}",
        "customer": f"c{number}",
        "occurred_at": f"2026-{month:02d}-{rng.randint(1, 28):02d}T12:00:00+08:00",
        "unit": f"shop{number % 4}",
        "channel": "app" if number % 3 else "web",
    }
    rows = [{**common, "external_id": f"f{number}-{month}", "nps": told}]
    for code, score in scores.items():
        rating = {"rating": score + 1, "rating_max": 11}
        rows.append({**common, "external_id": f"f{number}-{month}-{code}", "touchpoint": code, **rating})
    return rows


def order(number, month, amount, **more):
    """Return one purchase of a customer."""
    return {
        "external_id": f"o{number}-{month}",
        "customer": f"c{number}",
        "occurred_at": f"2026-{month:02d}-{1 + number % 28:02d}T09:00:00+08:00",
        "amount": amount,
        "margin": amount / 2,
        **more,
    }


def changed(rows, **fields):
    """Return rows with some fields replaced; a function is called with the row."""
    return [{**row, **{k: v(row) if isinstance(v, Callable) else v for k, v in fields.items()}} for row in rows]


def take_in(facts):
    """Store all facts through intake."""
    for kind, records in facts.items():
        if records:
            ingest(kind, records)
