"""Questions, texts and contacts tell of value dimensions, each piece with its share, interval and number."""

import random
from datetime import UTC, datetime

import pytest

from analytics.services.scoring.score import score_company
from analytics.services.settings import change_settings
from tests.analytics.facts import ingest

LATER = datetime(2026, 9, 1, tzinfo=UTC)
EVIDENCE = [
    {"code": "smile", "source": "answer", "dimension": "emotional", "low": 1, "high": 5},
    {"code": "mood", "source": "text", "dimension": "emotional", "low": -1, "high": 1},
    {"code": "wait_minutes", "source": "contact", "dimension": "functional", "low": 30, "high": 0},
    {"code": "fair_price", "source": "answer", "dimension": "price", "low": 1, "high": 5},
]
SETTINGS = {
    "value_evidence": EVIDENCE,
    "value_dimensions": [{"code": "price", "weight": 2}],
    "value_weights": {"emotional": 1, "functional": 1, "social": 1},
}


@pytest.fixture
def company(live_company):
    change_settings(company=live_company, changes=SETTINGS)
    return live_company


def scored(company):
    """The touchpoints of the only period, by code, and the period itself."""
    (run,) = score_company(company=company, now=LATER)
    return {row["code"]: row for row in run.results["touchpoints"]}, run.results


def answers(count=200, **fixed):
    rng = random.Random(7)
    return [
        {
            "external_id": f"a{number}",
            "customer": f"c{number % 90}",
            "touchpoint": "queue",
            "occurred_at": "2026-05-10T12:00:00+08:00",
            "score.smile": rng.randint(2, 5),
            "score.fair_price": rng.randint(1, 5),
            **fixed,
        }
        for number in range(count)
    ]


def waits(minutes):
    return [
        {
            "external_id": f"i{number}",
            "customer": f"c{number % 90}",
            "touchpoint": "queue",
            "kind": "visit",
            "occurred_at": "2026-05-10T11:00:00+08:00",
            "attr.wait_minutes": str(minute),
        }
        for number, minute in enumerate(minutes)
    ]


def test_a_question_tells_of_its_dimension(company):
    rows = answers()
    ingest("feedback", rows)

    touchpoints, _ = scored(company)

    smiles = [(row["score.smile"] - 1) * 25 for row in rows]
    found = touchpoints["queue"]["dimensions"]["emotional"]
    assert found["value"] == pytest.approx(sum(smiles) / len(smiles))
    assert found["low"] < found["value"] < found["high"]
    assert found["n"] == len(rows)


def test_a_dimension_of_the_companys_own_enters_the_value_with_its_weight(company):
    rows = answers()
    ingest("feedback", rows)

    touchpoints, _ = scored(company)

    queue = touchpoints["queue"]
    emotional, price = (queue["dimensions"][name]["value"] for name in ("emotional", "price"))
    assert queue["value"]["value"] == pytest.approx((emotional + 2 * price) / 3)
    assert queue["dimensions"]["social"]["status"] == "insufficient"


def test_what_customers_met_tells_of_a_dimension_beside_what_they_said(company):
    said = {"functional": 8}
    ingest("feedback", answers(**said))
    ingest("interactions", waits([6] * 40 + [12] * 40))

    touchpoints, _ = scored(company)

    functional = touchpoints["queue"]["dimensions"]["functional"]
    assert functional["value"] == pytest.approx((80 + (80 + 60) / 2) / 2)
    assert functional["n"] == 200 + 80
    wait = next(piece for piece in touchpoints["queue"]["pieces"] if piece["code"] == "wait_minutes")
    assert (wait["source"], wait["share"], wait["value"]["value"]) == ("contact", 1.0, pytest.approx(70))


def test_pieces_show_their_share_in_the_dimension(company):
    rows = answers(**{"score.mood": 0.5})
    ingest("feedback", rows)

    touchpoints, _ = scored(company)

    shares = {piece["code"]: piece["share"] for piece in touchpoints["queue"]["pieces"]}
    assert shares == {"smile": 0.5, "mood": 0.5, "fair_price": 1.0}
    mood = next(piece for piece in touchpoints["queue"]["pieces"] if piece["code"] == "mood")
    assert mood["value"]["value"] == pytest.approx(75)


def test_a_touchpoint_known_only_from_contacts_has_a_value(company):
    ingest("interactions", waits([3] * 60))

    touchpoints, _ = scored(company)

    assert touchpoints["queue"]["value"]["value"] == pytest.approx(90)
    assert touchpoints["queue"]["nps"]["status"] == "insufficient"


def test_the_expectation_gap_is_experience_minus_expectation(company):
    rows = answers(emotional=6, functional=6, social=6, expectation=8, **{"score.fair_price": 4})
    ingest("feedback", rows)

    touchpoints, _ = scored(company)

    experienced = (6 + 6 + 6 + 2 * 7.5) / 5
    gap = touchpoints["queue"]["expectation_gap"]
    assert gap["value"] == pytest.approx(experienced - 8, abs=1 / 252)
    assert touchpoints["queue"]["beyond_expectation"]["value"] == 0
    assert touchpoints["queue"]["beyond_expectation"]["n"] == len(rows)


def test_few_answers_give_words_instead_of_numbers(company):
    ingest("feedback", answers(5, expectation=3))

    touchpoints, _ = scored(company)

    queue = touchpoints["queue"]
    assert [piece["value"]["status"] for piece in queue["pieces"]] == ["insufficient"] * 2
    assert queue["expectation_gap"]["reason"] == "5 answers, at least 30 are needed"
    assert queue["beyond_expectation"]["value"] is None


def test_questions_that_go_together_are_reliable_and_those_that_do_not_say_so(company):
    change_settings(
        company=company,
        changes={
            "value_evidence": [
                {"code": code, "source": "answer", "dimension": name, "low": 1, "high": 7}
                for code, name in (("a", "emotional"), ("b", "emotional"), ("c", "emotional"), ("d", "social"))
            ]
        },
    )
    rng = random.Random(2)
    rows = []
    for row in answers(300):
        mood = rng.gauss(4, 1.2)
        items = {f"score.{code}": min(max(round(mood + rng.gauss(0, 0.8)), 1), 7) for code in "abc"}
        rows.append({**row, **items, "score.d": rng.randint(1, 7)})
    ingest("feedback", rows)

    touchpoints, _ = scored(company)

    found = touchpoints["queue"]["reliability"]
    assert set(found) == {"emotional"}
    shared = 3 * 1.2**2 / (3 * 1.2**2 + 0.8**2)
    assert found["emotional"]["value"] == pytest.approx(shared, abs=0.04)
    assert found["emotional"]["low"] < found["emotional"]["value"] < found["emotional"]["high"] < 1
    assert found["emotional"]["n"] == 300


def test_a_segment_shows_its_own_dimensions_at_each_touchpoint(company):
    rows = answers()
    ingest("feedback", rows)
    ingest("customers", [{"external_id": f"c{n}", "attr.segment": "gold" if n < 45 else "new"} for n in range(90)])

    _, results = scored(company)

    (gold,) = [scope for scope in results["scopes"] if (scope["kind"], scope["code"]) == ("segment", "gold")]
    smiles = [(row["score.smile"] - 1) * 25 for row in rows if int(row["customer"][1:]) < 45]
    found = gold["touchpoint_dimensions"]["queue"]["emotional"]
    assert found["value"] == pytest.approx(sum(smiles) / len(smiles))
    assert found["n"] == len(smiles)
