"""Facts of a small company, through the front door."""

import random
from datetime import UTC, datetime

from feedback.services.intake import ingest_records
from tenants.access import Actor

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TOUCHPOINTS = ("book", "queue", "dine", "pay")


def ingest(kind, records, *, source="default"):
    """Store records and fail when one is refused."""
    answer = ingest_records(
        kind=kind,
        records=records,
        received_at=NOW,
        actor=Actor(kind="key", id="", name="test", capabilities=frozenset()),
        source=source,
    )
    assert not answer["rejected"], answer["rejected"]
    return answer


def sheet(customer, month, rng, *, number=0, anonymous=False):
    """Return the answers of one person in a month: the company's NPS and some touchpoints."""
    day = f"2026-{month:02d}-{rng.randint(1, 28):02d}T{rng.randint(0, 23):02d}:00:00+08:00"
    response = f"r{customer}-{month}-{number}"
    who = "" if anonymous else f"c{customer}"
    common = {"response": response, "customer": who, "occurred_at": day, "channel": rng.choice(["app", "store"])}
    common["unit"] = f"u{customer % 5}"
    rows = [{**common, "external_id": f"{response}-0", "nps": rng.randint(0, 10)}]
    for touchpoint in TOUCHPOINTS:
        if rng.random() < 0.7:
            rating = {"rating": rng.randint(1, 5), "rating_max": 5}
            rows.append({**common, "external_id": f"{response}-{touchpoint}", "touchpoint": touchpoint, **rating})
    return rows


def small_company(seed=1, customers=60):
    """Return feedback, orders, customers and interactions of a few months, in a fixed order for a seed."""
    rng = random.Random(seed)
    feedback, orders, contacts = [], [], []
    for customer in range(customers):
        for month in rng.sample(range(1, 7), rng.randint(1, 4)):
            feedback += sheet(customer, month, rng, anonymous=customer % 9 == 0)
        for number in range(rng.randint(0, 4)):
            month = rng.randint(1, 7)
            at = f"2026-{month:02d}-{rng.randint(1, 28):02d}T12:00:00+08:00"
            order = {"external_id": f"o{customer}-{number}", "customer": f"c{customer}", "occurred_at": at}
            orders.append({**order, "amount": rng.randint(10, 300), "unit": f"u{customer % 5}"})
            if rng.random() < 0.2:
                orders.append({**order, "external_id": f"x{customer}-{number}", "amount": -5})
            if rng.random() < 0.3:
                orders[-1]["referred_by"] = f"c{rng.randrange(customers)}"
        contact = {"external_id": f"i{customer}", "customer": f"c{customer}", "touchpoint": "queue", "kind": "visit"}
        contacts.append({**contact, "occurred_at": f"2026-0{rng.randint(1, 6)}-05T12:00:00+08:00"})
    people = [{"external_id": f"c{c}", "attr.segment": rng.choice(["gold", "new", ""])} for c in range(customers)]
    return {"feedback": feedback, "orders": orders, "customers": people, "interactions": contacts}
