"""Who answered of those who met a touchpoint, and what all would say if every segment had answered alike."""

import random
from datetime import UTC, datetime

import numpy as np
import pytest

from analytics.aggregates.sums import SeriesKey, SeriesSums
from analytics.models.settings import Settings
from analytics.numerics.jackknife import jackknife_se, leave_one_out
from analytics.numerics.quantiles import t_quantile
from analytics.services.scoring.gather import added
from analytics.services.scoring.response import response_of
from analytics.services.scoring.score import score_company
from analytics.services.scoring.span import Span
from tenants.access import company_context
from tests.analytics.facts import ingest

LATER = datetime(2026, 9, 1, tzinfo=UTC)
SETTINGS = Settings()


def told(counts, mean, seed=1, groups=64):
    """The series of a segment: so many answers around a mean of 0-10, spread over groups of customers."""
    rng = np.random.default_rng(seed)
    scores = np.clip(np.rint(rng.normal(mean, 1.5, counts)), 0, 10).astype(int)
    bucket = np.arange(counts) % groups
    hist = np.zeros((64, 11), dtype=np.int64)
    np.add.at(hist, (bucket, scores), 1)
    levels = np.arange(11)
    sums = SeriesSums(hist=hist, total=hist @ levels * 252, squares=hist @ levels**2 * 252**2, scale=252)
    return {SeriesKey("queue", "score", False): sums}


def response(contacts, segments):
    whole = added(list(segments.values())) if segments else {}
    return response_of("queue", contacts, whole, segments, SETTINGS, weighted=False)


def mean_of(series):
    sums = series[SeriesKey("queue", "score", False)]
    return leave_one_out(sums.total) / leave_one_out(sums.hist.sum(axis=1)) / 25.2


def test_value_is_the_mean_of_segments_by_their_contacts():
    gold, new = told(40, 8, 1), told(60, 5, 2)

    found = response({"gold": 300, "new": 100}, {"gold": gold, "new": new})

    replicates = 0.75 * mean_of(gold) + 0.25 * mean_of(new)
    assert found.value.value == pytest.approx(replicates[0])
    width = t_quantile(0.95, 59) * float(jackknife_se(replicates, effective_groups=60))
    assert found.value.high - found.value.value == pytest.approx(width, rel=1e-6)
    assert (found.rate.value, found.rate.n, found.value.n, found.reason) == (0.25, 400, 100, "")
    assert found.rate.low < 0.25 < found.rate.high


def test_effective_number_is_that_of_kish():
    found = response({"gold": 300, "new": 100}, {"gold": told(40, 8), "new": told(60, 5)})

    weights = np.r_[np.full(40, 1.875), np.full(60, 100 * 100 / (60 * 400))]
    assert found.effective_n == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_answers_in_the_mix_of_the_contacts_are_left_as_they_are():
    gold, new = told(60, 8), told(30, 5)

    found = response({"gold": 200, "new": 100}, {"gold": gold, "new": new})

    assert found.value.value == pytest.approx(float(mean_of(added([gold, new]))[0]))
    assert found.effective_n == pytest.approx(90)


@pytest.mark.parametrize(
    ("contacts", "segments", "reason"),
    [
        ({}, {}, "no contacts are logged"),
        ({}, {"gold": 50}, "no contacts are logged"),
        ({"gold": 20, "new": 20}, {"gold": 40, "new": 40}, "more answers than contacts"),
        ({"gold": 200}, {"gold": 50}, "one segment"),
        ({"gold": 200, "new": 90}, {"gold": 50, "new": 2}, "only one group of segments has 5 answers"),
        ({"gold": 200, "new": 90}, {}, "only one group"),
    ],
)
def test_without_weights_there_is_no_adjusted_value_but_a_reason(contacts, segments, reason):
    found = response(contacts, {name: told(count, 7) for name, count in segments.items()})

    assert (found.value.value, found.effective_n) == (None, None)
    assert reason in found.reason
    assert found.value.reason == found.reason


def test_silence_of_everybody_is_a_rate_of_zero():
    found = response({"gold": 100, "new": 100}, {})

    assert (found.rate.value, found.rate.low) == (0.0, 0.0)
    assert found.rate.high < 0.02


def test_few_contacts_have_no_rate():
    found = response({"gold": 20, "new": 9}, {"gold": told(6, 7), "new": told(6, 7)})

    assert found.rate.reason == "29 contacts, at least 30 are needed"
    assert found.value.status == "insufficient"


def test_segments_with_few_answers_are_taken_together_and_it_is_said():
    small = {name: told(3, 4, seed) for seed, name in enumerate(("air", "sea"))}
    gold = told(50, 8)

    found = response({"gold": 100, "air": 60, "sea": 40}, {"gold": gold, **small})

    both = float(mean_of(added(list(small.values())))[0])
    assert found.value.value == pytest.approx(0.5 * float(mean_of(gold)[0]) + 0.5 * both)
    assert "2 segments are taken together" in found.reason


def test_trimmed_weights_are_told_with_the_share_of_the_contacts():
    found = response({"gold": 1000, "new": 1000}, {"gold": told(10, 8), "new": told(190, 5)})

    assert "the weights of 50 % of the contacts are trimmed" in found.reason
    assert found.value.status == "provisional"
    assert 50 < found.value.value < 65


def test_answers_of_segments_without_contacts_carry_no_weight():
    gold, new = told(40, 8), told(60, 5)
    stranger = told(20, 1)

    found = response({"gold": 300, "new": 100}, {"gold": gold, "new": new, "": stranger})

    without = response({"gold": 300, "new": 100}, {"gold": gold, "new": new})
    assert found.value.value == pytest.approx(without.value.value)
    assert "20 answers come from segments without a contact" in found.reason


def facts():
    """Three quarters of the contacts are of one segment, which answers less and is happier."""
    rng = random.Random(4)
    people = [{"external_id": f"c{c}", "attr.segment": "gold" if c < 60 else "new"} for c in range(120)]
    at = "2026-05-10T12:00:00+08:00"
    contacts = [
        {
            "external_id": f"i{number}",
            "customer": f"c{number % 60 if number < 300 else 60 + number % 60}",
            "touchpoint": "queue",
            "kind": "visit",
            "occurred_at": at,
        }
        for number in range(400)
    ]
    answers = [
        {
            "external_id": f"a{c}",
            "customer": f"c{c}",
            "touchpoint": "queue",
            "occurred_at": at,
            "rating": rng.choice([4, 5, 5]) if c < 60 else rng.choice([1, 2, 3]),
            "rating_max": 5,
        }
        for c in (*range(40), *range(60, 120))
    ]
    silent = [{**contacts[0], "external_id": f"s{number}", "touchpoint": "roof"} for number in range(40)]
    return people, contacts + silent, answers


def test_scoring_prints_it_whatever_the_order_and_hashes_the_contacts(new_company):
    people, contacts, answers = facts()
    runs = []
    for order in (1, -1):
        company = new_company()
        with company_context(company):
            for kind, rows in (("customers", people), ("interactions", contacts), ("feedback", answers))[::order]:
                ingest(kind, rows[::order])
            (run,) = score_company(company=company, now=LATER)
            runs.append(run)
    ingested = {row["customer"]: 25 * (row["rating"] - 1) for row in answers}
    gold = [score for name, score in ingested.items() if int(name[1:]) < 60]
    new = [score for name, score in ingested.items() if int(name[1:]) >= 60]

    queue, roof = runs[0].results["touchpoints"]

    assert queue["response"]["adjusted_value"]["value"] == pytest.approx(
        0.75 * sum(gold) / len(gold) + 0.25 * sum(new) / len(new)
    )
    assert queue["response"]["rate"]["value"] == 0.25
    assert (roof["code"], roof["response"]["rate"]["value"], roof["response"]["contacts"]) == ("roof", 0.0, 40)
    assert runs[0].run_hash == runs[1].run_hash
    with company_context(company):
        ingest("interactions", [{**contacts[0], "external_id": "late"}])
        (after,) = score_company(company=company, now=LATER)
        assert after.inputs_hash != runs[1].inputs_hash
        assert after.results["touchpoints"][0]["response"]["contacts"] == 401


def test_a_week_and_a_quarter_count_their_own_contacts(live_company):
    people, contacts, answers = facts()
    for kind, rows in (("customers", people), ("interactions", contacts), ("feedback", answers)):
        ingest(kind, rows)
    ingest("interactions", [{**contacts[0], "external_id": "june", "occurred_at": "2026-06-20T12:00:00+08:00"}])

    runs = [
        *score_company(company=live_company, now=LATER, span=Span(kind="week")),
        *score_company(company=live_company, now=LATER, span=Span(kind="quarter")),
    ]

    found = {run.label: run.results["touchpoints"][0] for run in runs if run.results["touchpoints"]}
    week, quarter = found["2026-W19"], found["2026-Q2"]
    assert (week["response"]["contacts"], quarter["response"]["contacts"]) == (400, 401)
    assert week["response"]["adjusted_value"]["value"] == pytest.approx(
        quarter["response"]["adjusted_value"]["value"], abs=0.5
    )
    assert week["response"]["adjusted_value"]["low"] < week["response"]["adjusted_value"]["value"]
    assert week["running_value"]["value"] == pytest.approx(quarter["running_value"]["value"])
    assert week["running_value"]["n"] == 100
