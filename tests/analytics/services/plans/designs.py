"""Facts behind plans of each design, and their evaluation through the product."""

import random
from datetime import UTC, date, datetime, timedelta

from analytics.services.plans.approval import import_and_date
from analytics.services.plans.evaluation import evaluate_plan
from tests.analytics.facts import ingest

NOW = datetime(2026, 11, 1, tzinfo=UTC)
FIRST, START, END = date(2026, 2, 1), date(2026, 5, 1), date(2026, 7, 30)


def document(**changes):
    """Return a plan as people write it."""
    plan = {
        "code": "care",
        "title": "Care",
        "touchpoint": "queue",
        "metric": "value",
        "baseline_from": str(FIRST),
        "start_date": str(START),
        "evaluate_to": str(END),
    }
    return {**plan, **changes}


def evaluated(company, **changes):
    import_and_date(company=company, document=document(**changes), now=NOW)
    return evaluate_plan(company=company, code="care", now=NOW)


def at(day):
    return f"{day}T12:00:00+08:00"


def rated(key, day, score, *, touchpoint="queue", **more):
    rating = max(0, min(10, round(score))) + 1
    return {
        "external_id": key,
        "occurred_at": at(day),
        "touchpoint": touchpoint,
        "rating": rating,
        "rating_max": 11,
        **more,
    }


ARMS = {"name": "version", "treated": ["b"], "control": ["a"]}


def take_in_people(*, effect=0.0, before=True, buys=0.0, count=400, seed=1, worst=False):
    """Store customers of two versions, who are asked before and after and buy again or not."""
    rng = random.Random(seed)
    people, feedback, orders = [], [], []
    tastes = sorted((rng.gauss(6, 1.5) for _ in range(count)), reverse=True) if worst else None
    for number in range(count):
        taste = tastes[number] if tastes else rng.gauss(6, 1.5)
        treated = number >= count // 2
        who, gain = f"c{number}", effect * treated
        people.append({"external_id": who, "attr.version": "b" if treated else "a"})
        for place, day in enumerate([date(2026, 3, 1)] * before + [date(2026, 6, 1)]):
            score = taste + rng.gauss(0, 1) + gain * (day >= START)
            feedback.append(rated(f"{who}-{place}", day, score, customer=who))
        if rng.random() < 0.4:
            orders.append(
                {"external_id": f"{who}-x", "customer": who, "occurred_at": at(date(2026, 3, 5)), "amount": 100}
            )
        if rng.random() < 0.4 + buys * treated:
            orders.append(
                {"external_id": f"{who}-y", "customer": who, "occurred_at": at(date(2026, 6, 5)), "amount": 100}
            )
    ingest("customers", people)
    ingest("feedback", feedback)
    ingest("orders", orders)


UNITS = [f"s{number:02d}" for number in range(18)]


def take_in_units(*, effect=0.0, starts=None, seed=1, touchpoints=("queue",), step=3):
    """Store ratings of shops; each gains `effect` points at the queue from its start on."""
    rng = random.Random(seed)
    feedback, orders = [], []
    for unit in UNITS:
        level = rng.gauss(6, 0.4)
        for day in range(0, 180, step):
            on = FIRST + timedelta(days=day)
            begins = (starts or {}).get(unit)
            gain = effect * (begins is not None and on >= begins)
            for touchpoint in touchpoints:
                score = level + gain * (touchpoint == "queue") + rng.gauss(0, 1.2)
                feedback.append(rated(f"{unit}-{day}-{touchpoint}", on, score, touchpoint=touchpoint, unit=unit))
            amount = 100 + 30 * gain + rng.randint(-10, 10)
            orders.append({"external_id": f"{unit}-{day}", "occurred_at": at(on), "unit": unit, "amount": amount})
    ingest("feedback", feedback)
    ingest("orders", orders)


EARLY, LATE = UNITS[:4], UNITS[4:8]
ROLL_OUT = {**dict.fromkeys(EARLY, START), **dict.fromkeys(LATE, date(2026, 6, 1))}
