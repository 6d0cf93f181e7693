"""Customers whose next order depends on what they did before, through the front door."""

import math
import random
from datetime import UTC, datetime, timedelta

from tests.analytics.facts import ingest

START = datetime(2025, 1, 1, 4, tzinfo=UTC)
LAST_DAY = (datetime(2026, 1, 1, tzinfo=UTC) - START).days


def orders_of(customer, rng):
    """Yield the days of a customer's orders in 2025: at a rate of the customer's own, until the customer leaves."""
    rate, day = rng.gammavariate(1.0, 1 / 40), float(rng.randint(0, 60))
    leaves = day + rng.expovariate(1 / 200)
    while day < min(leaves, LAST_DAY):
        yield int(day)
        day += max(rng.expovariate(max(rate, 1e-4)), 1.0)


def buyers(n=500, *, seed=1):
    """Return orders, some refunds, answers, contacts and customers of a year, in a fixed order for a seed."""
    rng = random.Random(seed)
    orders, feedback, contacts, people = [], [], [], []
    for customer in range(n):
        name = f"c{customer:05d}"
        days = list(orders_of(customer, rng)) or [5]
        for number, day in enumerate(days):
            at = {"customer": name, "occurred_at": (START + timedelta(days=day)).isoformat()}
            orders.append({**at, "external_id": f"o{customer}-{number}", "amount": rng.randint(20, 200)})
            if rng.random() < 0.1:
                refund = (START + timedelta(days=day, hours=3)).isoformat()
                orders.append({**at, "occurred_at": refund, "external_id": f"x{customer}-{number}", "amount": -10})
            if rng.random() < 0.3:
                score = round(min(max(7 + math.log(len(days)) + rng.gauss(0, 2), 0), 10))
                feedback.append({**at, "external_id": f"f{customer}-{number}", "nps": score, "text": "ok"})
                touched = {"external_id": f"t{customer}-{number}", "touchpoint": "queue", "csat": rng.randint(1, 5)}
                feedback.append({**at, **touched})
            if rng.random() < 0.2:
                contacts.append({**at, "external_id": f"i{customer}-{number}", "kind": "call"})
        stayed = days[-1] > LAST_DAY - 90
        people.append(
            {
                "external_id": name,
                "attr.city": rng.choice(["north", "south"]),
                "attr.age": str(rng.randint(18, 80)),
                "attr.churn": "0" if stayed else "1",
            }
        )
    return {"customers": people, "orders": orders, "feedback": feedback, "interactions": contacts}


def take_in(data):
    """Store all facts."""
    for kind, records in data.items():
        ingest(kind, records)
