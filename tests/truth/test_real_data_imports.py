"""The public data sets, imported by their manifests: what is stored equals a direct calculation from the files."""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from feedback.services.datasets import import_dataset, read_dataset
from feedback.services.imports import ImportReport
from tests.feedback.conftest import NOW

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
Load = Callable[[str], list[ImportReport]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public data sets are not beside this checkout"),
]


def taken_settings(company: object, document: dict[str, Any]) -> None:
    """Stand for the layer above, which has tests of its own."""


@pytest.fixture
def load(in_acme) -> Load:
    def run(name: str) -> list[ImportReport]:
        dataset = read_dataset(ROOT / "docs" / "examples" / name / "manifest.json")
        with override_settings(DATASET_SETTINGS_STEP=f"{__name__}.taken_settings"):
            return import_dataset(dataset, received_at=NOW, show=lambda title: nullcontext())

    return run


def ask(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def read(path: str) -> list[dict[str, str]]:
    with gzip.open(DATA / path, "rt", newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_every_airport_respondent_is_stored_or_refused_with_a_reason(load):
    reports = load("sfo_airport_survey")

    respondents = ask("SELECT source, count(DISTINCT response) FROM feedback_feedbackitem GROUP BY 1 ORDER BY 1")
    assert sum(report.rows for report in reports) == 24_424
    assert [
        count + report.reasons.get("empty", 0) for (_, count), report in zip(respondents, reports, strict=True)
    ] == [report.rows for report in reports]
    assert all(report.rejected == report.reasons.get("empty", 0) for report in reports)
    assert ask("SELECT DISTINCT rating_max FROM feedback_feedbackitem WHERE rating IS NOT NULL") == [(5,)]


def test_airport_recommendation_and_ratings_equal_a_direct_calculation(load):
    load("sfo_airport_survey")

    answers = [
        (int(row["NETPRO  "]), Decimal(row["WEIGHT"]))
        for row in read("sfo_airport_survey/sfo_2018.csv.gz")
        if row["NETPRO  "] != "11"
    ]
    value = {score: (score >= 9) - (score <= 6) for score in range(11)}
    plain = 100 * sum(value[score] for score, _ in answers) / len(answers)
    weighted = 100 * sum(value[score] * weight for score, weight in answers) / sum(weight for _, weight in answers)
    side = "((nps >= 9)::int - (nps <= 6)::int)"
    stored = ask(
        f"SELECT count(*), 100.0 * sum({side}) / count(*), 100.0 * sum({side} * weight_nano) / sum(weight_nano) "
        "FROM feedback_feedbackitem WHERE touchpoint_id IS NULL AND nps IS NOT NULL AND source = 'sfo-2018'"
    )[0]
    assert stored[0] == len(answers) == 1_327
    assert abs(float(stored[1]) - plain) < 1e-9
    assert abs(float(stored[2]) - float(weighted)) < 1e-9
    for year, column, code in (
        (2010, "Q6B", "restaurants"),
        (2013, "Q7I_WIFI", "wifi"),
        (2016, "Q14PASSTHRU", "security"),
    ):
        expected = Counter(row[column] for row in read(f"sfo_airport_survey/sfo_{year}.csv.gz"))
        ratings = ask(
            "SELECT rating::text, count(*) FROM feedback_feedbackitem f "
            f"JOIN journeys_touchpoint t ON t.id = touchpoint_id WHERE t.code = '{code}' AND source = 'sfo-{year}' "
            "GROUP BY 1"
        )
        assert dict(ratings) == {answer: expected[answer] for answer in "12345"}


@pytest.mark.long
def test_airline_answers_equal_the_columns(load):
    customers, answers = load("airline")

    file = read("airline/airline.csv.gz")
    melted = list(file[0])[7:21]
    met = sum(row[name] != "0" for row in file for name in melted)
    assert (customers.accepted, answers.rows, answers.accepted) == (65_078, 65_078, 65_078 + met)
    assert (answers.rejected, len(answers.unmapped["touchpoint"]) <= 14) == (0, True)
    entertained = Counter(row["Inflight entertainment"] for row in file)
    stored = ask(
        "SELECT rating::text, count(*) FROM feedback_feedbackitem f JOIN journeys_touchpoint t ON t.id = touchpoint_id "
        "WHERE t.code = 'entertainment' GROUP BY 1"
    )
    assert dict(stored) == {answer: count for answer, count in entertained.items() if answer != "0"}
    happy = ask("SELECT rating, count(*) FROM feedback_feedbackitem WHERE touchpoint_id IS NULL GROUP BY 1 ORDER BY 1")
    said = Counter(row["satisfaction"] for row in file)
    assert happy == [(1, said["dissatisfied"]), (2, said["satisfied"])]
    classes = ask("SELECT attributes->>'segment', count(*) FROM feedback_customer GROUP BY 1 ORDER BY 1")
    assert dict(classes) == Counter(row["Class"] for row in file)


def test_retail_money_and_repeat_buyers_equal_a_direct_calculation(load):
    _, orders = load("online_retail")

    invoices: dict[str, Decimal] = defaultdict(Decimal)
    buyers: dict[str, set[str]] = defaultdict(set)
    anonymous = set()
    for row in read("online_retail/online_retail.csv.gz"):
        invoices[row["InvoiceNo"]] += Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
        if not row["CustomerID"]:
            anonymous.add(row["InvoiceNo"])
        elif not row["InvoiceNo"].startswith("C"):
            buyers[row["CustomerID"]].add(row["InvoiceNo"])
    gross, net = sum(a for a in invoices.values() if a > 0), sum(invoices.values())
    stored = ask(
        "SELECT count(*), count(*) FILTER (WHERE customer_id IS NULL), "
        "sum(amount_minor) FILTER (WHERE amount_minor > 0), "
        "sum(amount_minor) FROM feedback_order"
    )[0]
    assert (orders.rows, orders.accepted, orders.rejected) == (230_772, len(invoices), 0)
    assert stored[:2] == (len(invoices), len(anonymous))
    # Two lines cost a tenth of a penny, which no account can hold.
    assert abs(Decimal(stored[2]) / 100 - gross) <= Decimal("0.02")
    assert abs(Decimal(stored[3]) / 100 - net) <= Decimal("0.02")
    repeat = ask(
        "SELECT count(*), count(*) FILTER (WHERE n > 1) FROM (SELECT customer_id, count(*) AS n FROM feedback_order "
        "WHERE customer_id IS NOT NULL AND NOT is_refund GROUP BY 1) b"
    )
    assert repeat == [(len(buyers), sum(len(bought) > 1 for bought in buyers.values()))]


def test_cdnow_money_and_repeat_buyers_equal_a_direct_calculation(load):
    load("cdnow")

    file = read("cdnow/cdnow.csv.gz")
    bought = Counter(row["customer_id"] for row in file)
    assert ask("SELECT count(*), sum(amount_minor) FROM feedback_order") == [
        (len(file), sum(int((Decimal(row["dollars"]) * 100).to_integral_value()) for row in file))
    ]
    repeat = ask(
        "SELECT count(*), count(*) FILTER (WHERE n > 1) FROM "
        "(SELECT customer_id, count(*) AS n FROM feedback_order GROUP BY 1) b"
    )
    assert repeat == [(len(bought), sum(count > 1 for count in bought.values()))]


def test_mobi_answers_keep_their_ten_steps(load):
    load("survey_small")

    file = read("survey_small/ecsi_mobi.csv.gz")
    overall = ask(
        "SELECT rating::text, count(*) FROM feedback_feedbackitem "
        "WHERE touchpoint_id IS NULL AND rating_max = 10 GROUP BY 1"
    )
    assert dict(overall) == Counter(row["CUSA1"] for row in file)


def test_importing_a_set_again_changes_nothing(load):
    first = load("cdnow")

    second = load("cdnow")

    assert [(report.accepted, report.duplicates) for report in second] == [(0, report.accepted) for report in first]
