"""What is written can be read back and says what happened."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.simulation.files import write_company
from analytics.simulation.generate import generate
from analytics.simulation.world import World

type Maker = Callable[..., World]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def rich(make_world: Maker, chain: dict[str, Any]) -> World:
    points = [
        {"code": "queue", "question": "dims", "slope": 0.4, "channel": "hall"},
        {"code": "pay", "rating_max": 5, "slope": 0.1, "exposure": 0.6},
    ]
    return make_world(
        customers=400,
        touchpoints=points,
        missing={"response_rate": 0.5, "partial": 0.1, "anonymous": 0.2},
        output={"comments": 0.5, "phrases": "dining_zh", "interactions": ["queue"]},
        loyalty={"question": "nps", "also": ["csat"]},
        **chain,
    )


def test_every_file_of_the_manifest_is_there_with_its_rows(rich: World, tmp_path: Path) -> None:
    rows = write_company(generate(rich), tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))

    assert [entry["kind"] for entry in manifest["imports"]] == [
        "units",
        "customers",
        "interactions",
        "feedback",
        "orders",
    ]
    for entry in manifest["imports"]:
        assert len(read(tmp_path / entry["file"])) == rows[entry["kind"]] > 0


def test_writing_twice_gives_the_same_bytes(rich: World, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_company(generate(rich), tmp_path / name)

    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_external_ids_are_unique_and_references_hold(rich: World, tmp_path: Path) -> None:
    write_company(generate(rich), tmp_path)
    tables = {name: read(tmp_path / f"{name}.csv") for name in ("customers", "feedback", "orders", "interactions")}
    known = {row["external_id"] for row in tables["customers"]}
    orders = {row["external_id"] for row in tables["orders"]}
    leaves = {row["code"] for row in read(tmp_path / "units.csv") if row["parent"]}

    for rows in tables.values():
        assert len({row["external_id"] for row in rows}) == len(rows)
    assert {row["customer"] for row in tables["feedback"]} - {""} <= known
    assert {row["order"] for row in tables["feedback"]} <= orders
    assert {row["unit"] for row in tables["orders"]} == leaves


def test_rows_carry_the_answers_of_their_kind_only(rich: World, tmp_path: Path) -> None:
    write_company(generate(rich), tmp_path)

    for row in read(tmp_path / "feedback.csv"):
        whole, dims = row["touchpoint"] == "", row["touchpoint"] == "queue"
        assert bool(row["nps"]) is bool(row["csat"]) is whole
        assert bool(row["emotional"]) is bool(row["social"]) is dims
        assert bool(row["rating"]) is bool(row["rating_max"]) is (not whole and not dims)


def test_a_sheet_has_one_row_about_the_company(rich: World, tmp_path: Path) -> None:
    write_company(generate(rich), tmp_path)
    rows = read(tmp_path / "feedback.csv")

    whole = [row["response"] for row in rows if not row["touchpoint"]]

    assert sorted(whole) == sorted({row["response"] for row in rows})


def test_an_answer_lies_in_the_month_of_its_order(rich: World, tmp_path: Path) -> None:
    write_company(generate(rich), tmp_path)
    month = {row["external_id"]: row["occurred_at"][:7] for row in read(tmp_path / "orders.csv")}

    assert all(row["occurred_at"][:7] == month[row["order"]] for row in read(tmp_path / "feedback.csv"))


def test_margin_is_the_rate_of_the_amount(rich: World, tmp_path: Path) -> None:
    write_company(generate(rich), tmp_path)

    for row in read(tmp_path / "orders.csv"):
        assert float(row["margin"]) == pytest.approx(0.6 * float(row["amount"]), abs=0.0051)


def test_a_plan_document_names_every_unit_once(rich: World, tmp_path: Path) -> None:
    write_company(generate(rich), tmp_path)
    plan = json.loads((tmp_path / "plan.json").read_text("utf-8"))

    assert len(plan["treated_units"]) == 2
    assert sorted(plan["treated_units"] + plan["control_units"]) == [
        "north-01", "north-02", "north-03", "south-01", "south-02", "south-03",
    ]  # fmt: skip


def test_yen_have_no_decimals(make_world: Maker, tmp_path: Path) -> None:
    write_company(generate(make_world(customers=50, currency="JPY")), tmp_path)

    assert all(row["amount"].isdigit() for row in read(tmp_path / "orders.csv"))
