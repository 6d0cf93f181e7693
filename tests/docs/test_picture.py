"""The picture of the README is what its script draws: every number with its interval and n, nothing cut off."""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from itertools import pairwise
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.docs.pages import ROOT

FOLDER = ROOT / "docs/images"
SVG = "{http://www.w3.org/2000/svg}"
STORED = (FOLDER / "score.svg").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that draws."""
    spec = importlib.util.spec_from_file_location("draw_score", FOLDER / "draw_score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def estimate(value: float | None, half: float) -> dict[str, Any]:
    if value is None:
        return {"value": None, "low": None, "high": None, "n": 3, "status": "insufficient"}
    return {"value": value, "low": value - half, "high": value + half, "n": 1234, "status": "ok"}


@pytest.fixture
def report() -> dict[str, Any]:
    """A report as `report --json` prints it, with one touchpoint that is known and one that is not."""
    known = {"importance": estimate(0.25, 0.05), "return_per_point": estimate(-4_000.0, 30_000.0)}
    unknown = {"importance": estimate(None, 0), "return_per_point": estimate(None, 0)}
    touchpoints = [{"code": "queue", **known}, {"code": "pay", **unknown}]
    return {"tenant": "x<y", "periods": [{"period": "2026-01", "run_hash": "abcdef" * 8, "touchpoints": touchpoints}]}


def words(svg: str) -> list[str]:
    return [str(node.text) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_number_has_its_interval_and_n_and_names_in_both_languages(
    script: ModuleType, report: dict[str, Any]
) -> None:
    drawn = words(script.draw(report))

    assert {"25.0%", "20.0% to 30.0% · n 1,234", "-4,000", "-34,000 to 26,000 · n 1,234"} <= set(drawn)
    assert {"Waiting for a table", "到店等位"} <= set(drawn)


def test_too_little_data_is_not_drawn(script: ModuleType, report: dict[str, Any]) -> None:
    assert "Payment and invoice" not in words(script.draw(report))


def test_every_interval_lies_within_its_axis(script: ModuleType, report: dict[str, Any]) -> None:
    tree = ElementTree.fromstring(script.draw(report))
    bars = [node for node in tree.iter(f"{SVG}line") if node.get("stroke-linecap")]

    assert len(bars) == len(script.PANELS)
    for bar, panel in zip(bars, script.PANELS, strict=True):
        assert panel.left <= float(bar.get("x1")) < float(bar.get("x2")) <= panel.left + panel.axis


def width(text: str, size: float) -> float:
    """Return about how wide a text is: a Chinese character is as wide as high, others a little over half of it."""
    return size * sum(1.0 if unicodedata.east_asian_width(one) in "WF" else 0.58 for one in text)


def test_nothing_in_the_stored_picture_is_cut_off_or_overlaps() -> None:
    tree = ElementTree.fromstring(STORED)
    places = []
    for node in tree.iter(f"{SVG}text"):
        long, x = width(str(node.text), float(node.get("font-size"))), float(node.get("x"))
        left = {"end": x - long, "middle": x - long / 2}.get(node.get("text-anchor", "start"), x)
        places.append((float(node.get("y")), left, left + long, str(node.text)))

    assert all(left >= 0 and right <= float(tree.get("width")) for _, left, right, _ in places)
    rows: dict[float, list[tuple[float, float, str]]] = {}
    for y, left, right, text in places:
        rows.setdefault(y, []).append((left, right, text))
    for row in rows.values():
        row.sort()
        assert all(first[1] <= second[0] for first, second in pairwise(row)), row


def test_the_stored_picture_is_drawn_by_the_script_from_a_run(script: ModuleType) -> None:
    shown = words(STORED)
    intervals = [text for text in shown if re.fullmatch(r"-?[\d.,]+%? to -?[\d.,]+%? · n [\d,]+", text)]

    assert len(intervals) >= 2 * 5
    assert {panel.title for panel in script.PANELS} <= set(shown)
    assert re.search(r"run [0-9a-f]{12}", shown[-1])
    assert '<rect width="960"' in STORED  # white of its own, so that dark pages do not swallow the ink
    assert 'fill="#ffffff"' in STORED
