"""Alerts, the board and their pages speak of figures that are told, and every figure is explained."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from config.settings.base import MIDDLEWARE
from config.telemetry.backlog import FIGURES, QUEUE
from config.telemetry.companies import Backlog
from tenants.graphql.errors import Code
from tests.docs.pages import PAGES, ROOT, anchors, tables

ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
BOARD: dict[str, Any] = json.loads((ROOT / "deploy/grafana/huibao.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = BOARD["panels"]
QUESTIONS: dict[str, str] = {
    **{f"{panel['title']} {one['refId']}": one["expr"] for panel in PANELS for one in panel["targets"]},
    **{rule["alert"]: rule["expr"] for rule in ALERTS},
}
# Told only while somebody asks, with the labels each has.
ASKED = {
    **{name: {"company"} for name in FIGURES},
    "huibao_companies": {"status"},
    "huibao_queue_messages": {"state"},
    "huibao_answers_kept": set(),
    "huibao_up": {"server"},
}
WORDS = {
    "sum", "min", "max", "by", "rate", "absent", "or", "time", "histogram_quantile", "le", "m", "s", "__rate_interval",
}  # fmt: skip


def counted() -> dict[str, set[str]]:
    """Return the figures that processes count, as they are told, with their labels."""
    found = {}
    for collector in set(REGISTRY._collector_to_names):
        name = getattr(collector, "_name", "")
        if name.startswith("huibao_"):
            ending = {"counter": "_total", "histogram": "", "gauge": ""}[collector._type]
            found[name + ending] = set(collector._labelnames)
    return found


TOLD = counted() | ASKED


def bare(name: str) -> str:
    """Return the name of a figure without what a histogram's series add."""
    return next((short for end in ("_bucket", "_sum", "_count") if (short := name.removesuffix(end)) in TOLD), name)


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_asks_for_figures_and_labels_that_are_told(asked: str) -> None:
    names = {bare(name) for name in re.findall(r"\bhuibao_\w+", asked)}
    labels = set().union(*(TOLD.get(name, set()) for name in names))
    grouped = {word.strip() for words in re.findall(r"by \(([^)]*)\)", asked) for word in words.split(",")}
    matched = {label for inside in re.findall(r"\{([^}]*)\}", asked) for label in re.findall(r"(\w+)[=!]~?", inside)}

    assert names
    assert names <= set(TOLD)
    assert (grouped | matched) - {"le"} <= labels


@pytest.mark.parametrize("asked", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_well_formed(asked: str) -> None:
    plain = re.sub(r'"[^"]*"', "", asked)
    words = set(re.findall(r"\b[a-z_]+\b", re.sub(r"\{[^}]*\}|by \([^)]*\)|huibao_\w+", "", plain)))

    assert all(plain.count(left) == plain.count(right) for left, right in ("()", "[]", "{}"))
    assert words <= WORDS
    for name in re.findall(r"rate\((\w+)", asked):
        assert name.endswith(("_total", "_bucket", "_sum", "_count"))


@pytest.mark.parametrize("rule", ALERTS, ids=[rule["alert"] for rule in ALERTS])
def test_an_alert_has_a_page_that_says_what_to_do(rule: dict[str, Any]) -> None:
    page, _, anchor = rule["annotations"]["runbook"].partition("#")
    section = PAGES[page].partition(f"## {rule['alert']}\n")[2].partition("\n## ")[0]

    assert anchor in anchors(PAGES[page])
    assert rule["labels"]["severity"] in {"page", "look"}
    assert re.fullmatch(r"\d+m", rule["for"])
    assert all(f"**{part}.**" in section for part in ("Means", "Look", "Do"))


def test_no_page_is_for_an_alert_that_is_gone() -> None:
    headings = set(re.findall(r"^## (\w+)$", PAGES["docs/operations/incidents.md"], re.MULTILINE))

    assert headings == {rule["alert"] for rule in ALERTS}


def test_every_figure_is_explained_with_its_labels() -> None:
    (table,) = [rows for rows in tables(PAGES["docs/operations/monitoring.md"]) if rows[0][0] == "figure"]
    explained = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in table[1:]}

    assert explained == TOLD


def test_every_figure_is_shown_or_watched() -> None:
    used = {bare(name) for asked in QUESTIONS.values() for name in re.findall(r"\bhuibao_\w+", asked)}

    assert set(TOLD) - used == set()


def test_what_is_asked_of_companies_is_a_field_of_what_is_found() -> None:
    assert {field for field, _, _ in FIGURES.values()} <= set(Backlog.__slots__)
    assert QUEUE == "celery"
    # The one that counts answers stands above all that answer; before it only headers and faces are put on.
    assert MIDDLEWARE[:3] == [
        "config.headers.HeadersMiddleware",
        "config.pages.PagesMiddleware",
        "config.requests.RequestMiddleware",
    ]


def test_codes_in_questions_are_codes_of_ours() -> None:
    named = {code for asked in QUESTIONS.values() for code in re.findall(r"\b[A-Z]{3,}(?:_[A-Z]+)+\b", asked)}

    assert named <= set(Code)
