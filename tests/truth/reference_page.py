"""Writes docs/metrics/reference.md: every reference figure with ours beside it.

.venv/bin/python -m tests.truth.reference_page
"""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path

from tests.truth.figures import customers, drivers, evaluation, experience, monitoring, paths, value
from tests.truth.frame import Figure, InputsAbsent

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics" / "reference.md"
TOPICS: dict[str, list[Figure]] = {
    "Scores, weights and small cells": experience.FIGURES,
    "Drivers": drivers.FIGURES,
    "Path models": paths.FIGURES,
    "Loyalty and value": value.FIGURES,
    "Customers": customers.FIGURES,
    "Evaluation": evaluation.FIGURES,
    "Monitoring": monitoring.FIGURES,
}
FIGURES = [figure for figures in TOPICS.values() for figure in figures]
HEAD = """# Reference figures

Written by `.venv/bin/python -m tests.truth.reference_page`, not by hand. Each line is a number that was published or
that an independent program calculated, beside what our functions give from the same inputs. The suite calculates all of
them again (`tests/truth/test_reference_figures.py`) and fails when one leaves its tolerance or when this page is stale.
The inputs lie beside the repository, because some are not ours to copy; where one was absent when this page was
written, the line says so. Figures that are not single numbers have tests of their own: that a rebuild gives the same
bits (`tests/analytics/services/test_refresh.py`), and that intervals hold the truth of simulated companies while two
naive chains fail (`tests/analytics/numerics/test_anchor.py`).

    >>> from analytics.numerics.returns.roi import net_present_value
    >>> round(net_present_value(0.08, [-40000, 5000, 8000, 12000, 30000]), 5)
    3065.22267
"""
COLUMNS = "| figure | published | ours | difference | tolerance | source |\n|---|---|---|---|---|---|"


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for topic, figures in TOPICS.items():
        if not figures:
            continue
        rows = [row(figure, ours(figure)) for figure in figures]
        parts.append("\n".join([f"## {topic}\n", COLUMNS, *rows, ""]))
    return "\n".join(parts)


def ours(figure: Figure) -> float | None:
    """Return our number, None where its inputs are not on this machine."""
    try:
        return figure.compute()
    except InputsAbsent:
        return None


def row(figure: Figure, number: float | None) -> str:
    """Return a figure's line; the difference is that of the two numbers as they are printed."""
    wanted = Decimal(repr(figure.wanted))
    printed, apart = "inputs absent", ""
    if number is not None:
        printed = f"{number:.{decimals(figure)}f}"
        difference = Decimal(printed) - wanted
        apart = f"{difference:.0e}" if difference else "0"
    return f"| {figure.key} | {wanted} | {printed} | {apart} | {figure.tolerance:g} | {figure.source} |"


def decimals(figure: Figure) -> int:
    """Return how many decimals ours is printed with: a hundredth of the tolerance."""
    return max(0, math.ceil(-math.log10(figure.tolerance))) + 2


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
