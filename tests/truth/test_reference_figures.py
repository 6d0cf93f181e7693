"""Published and independently computed figures that the numerics must reproduce, and the page that lists them."""

from __future__ import annotations

import pytest

from tests.truth.frame import Figure, InputsAbsent
from tests.truth.reference_page import FIGURES, PAGE, decimals, row


def calculated(figure: Figure) -> float:
    try:
        return figure.compute()
    except InputsAbsent as absent:
        pytest.skip(str(absent))


def written() -> dict[str, list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {cells[0]: cells for cells in rows if cells[0] != "figure"}


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.key)
def test_figure_is_reproduced_and_written_down(figure: Figure) -> None:
    ours = calculated(figure)

    assert figure.is_met(ours), f"{figure.key}: {ours!r} instead of {figure.wanted!r}"
    stored = float(written()[figure.key][2])
    assert abs(stored - ours) <= max(0.1 * figure.tolerance, 10.0 ** -decimals(figure)), "the page is stale"


def test_the_page_lists_exactly_these_figures() -> None:
    stored = written()

    assert list(stored) == [figure.key for figure in FIGURES]
    for figure in FIGURES:
        cells = stored[figure.key]
        number = None if cells[2] == "inputs absent" else float(cells[2])
        assert cells == [cell.strip() for cell in row(figure, number).strip("|").split("|")]


def test_a_figure_is_named_once() -> None:
    assert len({figure.key for figure in FIGURES}) == len(FIGURES)


def test_a_number_outside_its_tolerance_or_not_finite_is_not_met() -> None:
    figure = Figure("one", 1.0, 0.01, "nobody", lambda: 1.0)

    assert figure.is_met(1.009)
    assert not figure.is_met(1.011)
    assert not figure.is_met(float("nan"))
