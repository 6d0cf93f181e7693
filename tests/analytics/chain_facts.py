"""A small company whose queue decides loyalty, and loyalty orders; every figure can be counted by hand."""

import random

TOUCHPOINTS = ("dine", "pay", "queue")
MONTHS = range(1, 7)
SHOPS = ("shop0", "shop1")


def clip(value, low, high):
    """Return a whole number between two ends."""
    return max(low, min(high, round(value)))


def sheet(rng, customer, month, *, weighted):
    """Return one person's answers in a month: dimensions at the queue, ratings elsewhere, NPS of the company."""
    scores = {code: clip(rng.gauss(6.5, 2), 0, 10) for code in TOUCHPOINTS if rng.random() < 0.85}
    pull = sum({"queue": 0.8, "dine": 0.3, "pay": 0.05}[code] * (score - 6.5) for code, score in scores.items())
    loyalty = clip(7 + pull + rng.gauss(0, 1), 0, 10)
    common = {
        "response": f"r{customer}-{month}",
        "customer": f"c{customer}",
        "occurred_at": f"2026-{month:02d}-{rng.randint(1, 28):02d}T12:00:00+08:00",
        "unit": f"shop{customer % 2}",
        "channel": "app" if customer % 3 else "web",
    }
    if weighted:
        common["weight"] = 0.5 + customer % 3
    rows = [{**common, "external_id": f"f{customer}-{month}", "nps": loyalty, "csat": clip(loyalty / 2, 1, 5)}]
    for code, score in scores.items():
        row = {**common, "external_id": f"f{customer}-{month}-{code}", "touchpoint": code}
        if code == "queue":
            rows.append({**row, "emotional": score, "functional": clip(score + rng.choice((-1, 0, 1)), 0, 10)})
        else:
            rows.append({**row, "rating": score + 1, "rating_max": 11})
    return rows, loyalty


def chain_company(seed=3, customers=150, *, weighted=False):
    """Return all facts of the company, in the order in which they happened."""
    rng = random.Random(seed)
    feedback, orders = [], []
    for month in MONTHS:
        for customer in range(customers):
            rows, loyalty = sheet(rng, customer, month, weighted=weighted)
            feedback += rows
            if rng.random() < 0.1 + 0.07 * loyalty:
                day = rng.randint(1, 28)
                amount = rng.randint(50, 250)
                order = {
                    "external_id": f"o{customer}-{month}",
                    "customer": f"c{customer}",
                    "occurred_at": f"2026-{month + 1:02d}-{day:02d}T09:00:00+08:00",
                    "amount": amount,
                    "margin": amount / 2,
                    "unit": f"shop{customer % 2}",
                }
                if rng.random() < 0.02 * loyalty:
                    order["referred_by"] = f"c{(customer + 1) % customers}"
                orders.append(order)
    orders.append({**orders[0], "external_id": "refund", "amount": -20, "margin": -10, "refund_of": "o"})
    people = [{"external_id": f"c{c}", "attr.segment": ("family", "office", "guest")[c % 3]} for c in range(customers)]
    return {"customers": people, "feedback": feedback, "orders": orders}
