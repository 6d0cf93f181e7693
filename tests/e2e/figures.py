"""The figures of a screen beside those that the API answered to it: in words, in tables, behind charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.e2e.visitor import Visitor, settled, until

type Figure = tuple[float, float | None, float | None, int]
"""Value, low end, high end, n."""

SHOWN = "() => [...document.querySelectorAll('data')].map(({value, dataset: {low, high, n}}) => [value, low, high, n])"
CELLS = """() => [...document.querySelectorAll('[role=region] > table')].flatMap(table => {
  const titles = [...table.querySelectorAll('th')].map(one => one.textContent)
  return [...table.querySelectorAll('td')].filter(one => titles[one.cellIndex] !== '#').map(one => one.textContent)
})"""
PLAIN = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")


def answered(visitor: Visitor) -> list[Any]:
    """Return what the API answered to the screen that is open, since the requests were last cleared."""
    responses = [request.response() for request in visitor.asked("/graphql")]
    return [response.json()["data"] for response in responses if response]


def shown(page: Page) -> list[Figure]:
    """Return every figure that is shown with its interval and n."""
    return [
        (float(value), _end(low), _end(high), int(n if n is not None else -1))
        for value, low, high, n in page.evaluate(SHOWN)
    ]


def tabled(page: Page) -> list[str]:
    """Turn every chart into its table, and return the numbers of all of them as they are written there."""
    turn = page.get_by_role("button", name=re.compile("Show as table|以表格显示"))
    until(lambda: not turn.evaluate_all("all => all.map(one => one.click()).length"), page)  # covered ones too
    settled(page)
    return [cell for cell in page.evaluate(CELLS) if PLAIN.fullmatch(cell)]


def estimates(answer: object) -> set[Figure]:
    """Return every statistic that is somewhere in an answer."""
    return {
        (float(one["value"]), _end(one["low"]), _end(one["high"]), one["n"])
        for one in _objects(answer)
        if {"value", "low", "high", "n"} <= one.keys() and one["value"] is not None
    }


def numbers(answer: object) -> set[float]:
    """Return every number that is somewhere in an answer, money included, which is text there."""
    found = [value for one in _objects(answer) for value in one.values()]
    return {
        float(value)
        for value in found
        if (isinstance(value, int | float) and not isinstance(value, bool))
        or (isinstance(value, str) and PLAIN.fullmatch(value))
    }


def strangers(cells: list[str], known: set[float]) -> list[str]:
    """Return the cells that are none of the known numbers, written with as many digits as the cell has."""
    return [cell for cell in cells if not any(_is(cell, number) for number in known)]


def _is(cell: str, number: float) -> bool:
    digits = len(cell.partition("e")[0].partition(".")[2])
    return float(cell) == number or ("e" not in cell and digits > 0 and abs(float(cell) - number) <= 0.5 * 10**-digits)


def _end(value: str | float | None) -> float | None:
    return None if value is None else float(value)


def _objects(answer: object) -> Iterator[dict[str, Any]]:
    if isinstance(answer, dict):
        yield answer
    parts = answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ()
    for part in parts:
        yield from _objects(part)
