"""All parts of the model at once: however facts came, the aggregates and every run are the same to the bit."""

import random
from datetime import date, timedelta
from uuid import UUID

import pytest

from analytics.services.settings import change_settings
from feedback.services.undo import undo_batch
from tenants.access import company_context
from tests.analytics.facts import NOW, ingest
from tests.analytics.scored import take_in
from tests.analytics.shop import shop_facts
from tests.flow.model.doors import check, say, written

pytestmark = [pytest.mark.slow, pytest.mark.long]

SETTINGS = {
    "business": "noncontractual",
    "margin_rate": 0.4,
    "value_dimensions": [{"code": "price", "weight": 2}],
    "value_evidence": [
        {"code": "smile", "source": "answer", "dimension": "emotional", "low": 1, "high": 5},
        {"code": "mood", "source": "text", "dimension": "emotional", "low": -1, "high": 1},
        {"code": "wait_minutes", "source": "contact", "dimension": "functional", "low": 30, "high": 0},
        {"code": "fair_price", "source": "answer", "dimension": "price", "low": 1, "high": 5},
    ],
}
DAYS, SHEETS_A_DAY, CUSTOMERS = 150, 6, 420
FIRST = date(2026, 2, 1)
WORSE = date(2026, 6, 18)


def facts():
    """Return orders of a shop, and sheets and contacts of five months; the queue gets worse near the end."""
    rng = random.Random(11)
    found = {"interactions": [], **shop_facts(customers=CUSTOMERS)}
    found["customers"] = [
        {"external_id": f"c{number}", "attr.segment": ("family", "office")[number % 2]} for number in range(CUSTOMERS)
    ]
    found["feedback"] = []
    for number in range(DAYS * SHEETS_A_DAY):
        day = FIRST + timedelta(days=number // SHEETS_A_DAY)
        who, place = (
            f"c{rng.randrange(CUSTOMERS)}",
            {"unit": f"shop{number % 4}", "channel": ("app", "web")[number % 2]},
        )
        at = {"occurred_at": f"{day}T{9 + number % 9:02d}:00:00+08:00", **place, "customer": who}
        found["feedback"] += sheet(number, at, day >= WORSE, rng)
        visit = {**at, "external_id": f"i{number}", "touchpoint": "queue", "kind": "visit"}
        found["interactions"].append({**visit, "attr.wait_minutes": rng.randint(1, 40)})
    return found


def sheet(number, at, is_worse, rng):
    """Return the answers of a person: about the company, the queue with all its evidence, and the desk."""
    queue = max(0, min(10, round(rng.gauss(3 if is_worse else 7, 1.5))))
    about = {**at, "response": f"r{number}", "weight": 0.5 + number % 3}
    told = max(0, min(10, round(2 + 0.7 * queue + rng.gauss(0, 1))))
    evidence = {"score.smile": rng.randint(1, 5), "score.mood": rng.choice((-1, 0, 1)), "score.fair_price": 3}
    return [
        {**about, "external_id": f"f{number}", "nps": told},
        {
            **about,
            "external_id": f"q{number}",
            "touchpoint": "queue",
            "emotional": queue,
            "functional": max(queue - 1, 0),
            "expectation": 7,
            **evidence,
        },
        {**about, "external_id": f"d{number}", "touchpoint": "desk", "rating": rng.randint(1, 5), "rating_max": 5},
    ]


def everything(company, folder, *options):
    """Return what all parts of the model say, without the company's name and the time."""
    score = ("score", *options)
    said = {
        "months": say(company, *score, "--from", "2026-04", "--to", "2026-06", "--scope", "segment"),
        "quarter": say(company, *score, "--from", "2026-Q2", "--to", "2026-Q2"),
        "weeks": say(company, *score, "--from", "2026-W24", "--to", "2026-W25"),
        "days": say(company, *score, "--from", "2026-06-19", "--to", "2026-06-20"),
        "scenario": say(company, "scenario", "import", written(folder, SCENARIO)),
        "prediction": say(company, "predict", "--period", "2026-06"),
        "customers": say(company, "customers", "value", "--period", "2026-06", "--limit", "20"),
        "charts": say(company, "monitor", "--as-of", "2026-06-28"),
        "report": say(company, "report", "--period", "2026-06", "--scope", "unit"),
    }
    for name, answer in said.items():
        assert "refused" not in answer, (name, answer)
        check(answer, name)
    assert say(company, "verify")["differences"] == []
    return said


SCENARIO = {
    "code": "faster",
    "title": "Faster",
    "period": "2026-06",
    "moves": [{"touchpoint": "queue", "uplift": {"low": 0.2, "mode": 0.5, "high": 1}}],
    "cost": {"low": 50, "mode": 100, "high": 200},
    "ramp_months": 2,
}


def hashes(said):
    """Return the hashes of all runs, and what was asked of them."""
    periods = {name: said[name]["periods"] for name in ("months", "quarter", "weeks", "days")}
    return {
        **{
            name: [(one["period"], one["inputs_hash"], one["run_hash"]) for one in found]
            for name, found in periods.items()
        },
        "scenario": [said["scenario"][name] for name in ("run_hash", "delta_equity", "npv", "roi")],
        "prediction": [said["prediction"][name] for name in ("inputs_hash", "run_hash")],
        "customers": said["customers"]["customers"],
        "charts": said["charts"]["charts"],
        "alerts": sorted((one["chart"], one["day"], one["kind"]) for one in said["charts"]["alerts"]),
    }


def disturb(company, data):
    """Correct some facts back and forth, and take in and undo others, with scores in between."""
    rng = random.Random(3)
    wrong = rng.sample([row for row in data["feedback"] if "nps" in row], 60)
    ingest("feedback", [{**row, "nps": 10 - row["nps"], "weight": 9} for row in wrong])
    ingest("customers", [{"external_id": "c3", "attr.segment": "moved"}])
    paid = rng.sample(data["orders"], 30)
    ingest("orders", [{**row, "amount": row["amount"] * 3, "currency": "USD"} for row in paid])
    stray = [
        {**row, "external_id": f"{row['external_id']}-stray", "touchpoint": "roof", "channel": "fax"}
        for row in data["interactions"][:50]
    ]
    batch = ingest("interactions", stray)
    say(company, "score", "--from", "2026-05", "--to", "2026-06")
    undo_batch(batch_id=UUID(str(batch["batchId"])), at=NOW)
    ingest("feedback", wrong)
    ingest("customers", [row for row in data["customers"] if row["external_id"] == "c3"])
    ingest("orders", [{**row, "currency": "CNY"} for row in paid])


def test_shuffled_corrected_and_undone_facts_leave_all_parts_the_same_to_the_bit(new_company, tmp_path):
    data, (tidy, untidy) = facts(), (new_company(), new_company())
    with company_context(tidy):
        change_settings(company=tidy, changes=SETTINGS)
        take_in(data)
    with company_context(untidy):
        change_settings(company=untidy, changes=SETTINGS)
        take_in(data, shuffled=5, chunks=2)
        say(untidy, "score", "--from", "2026-06", "--to", "2026-06")
        disturb(untidy, data)

        after = everything(untidy, tmp_path)
        rebuilt = everything(untidy, tmp_path, "--rebuild")
    with company_context(tidy):
        plain = everything(tidy, tmp_path)

    assert hashes(rebuilt) == hashes(after)
    assert hashes(after) == hashes(plain)
    assert after["charts"]["alerts"]
    june = after["months"]["periods"][-1]
    queue = next(one for one in june["touchpoints"] if one["code"] == "queue")
    told = {name for name, found in queue["dimensions"].items() if found["value"] is not None}
    assert told == {"emotional", "functional", "price"}
    assert queue["expectation_gap"]["value"] < 0
    assert queue["return_per_point"]["value"] is not None
    assert june["customer_base"]["customer_equity"]["value"] > 0
    assert after["scenario"]["npv"]["value"] is not None
    assert after["prediction"]["auc"]["value"] is not None, after["prediction"]["reason"]
