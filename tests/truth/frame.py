"""What a reference figure is: what others published or calculated, and how we come to it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analytics.numerics.arrays import Floats

INPUTS = Path(__file__).resolve().parents[3] / "shared" / "reference" / "fixtures.json"


class InputsAbsent(Exception):
    """The inputs of a reference figure are not on this machine."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that others know, and our way to it.

    `key` names it in words, once; `wanted` is the published or independently calculated number and `source` says whose;
    `tolerance` is absolute. `compute` returns ours, and raises InputsAbsent where its inputs are not at hand.
    """

    key: str
    wanted: float
    tolerance: float
    source: str
    compute: Callable[[], float]

    def is_met(self, ours: float) -> bool:
        """Say whether our number lies within the tolerance."""
        return math.isfinite(ours) and abs(ours - self.wanted) <= self.tolerance


def figures_of(
    key: str, wanted: dict[str, float], tolerance: float, source: str, compute: Callable[[], Sequence[float] | Floats]
) -> list[Figure]:
    """Return one figure for each named number of one calculation, which then runs once for all of them."""
    once = cache(compute)

    def part(index: int) -> Callable[[], float]:
        return lambda: float(once()[index])

    return [
        Figure(f"{key}: {name}", number, tolerance, source, part(index))
        for index, (name, number) in enumerate(wanted.items())
    ]


def inputs(part: str) -> Any:
    """Return one part of the reference inputs, which lie beside the repository because some are not ours to copy."""
    if part not in _document():
        raise InputsAbsent(f"the part {part} is not among the reference inputs on this machine")
    return _document()[part]


@cache
def _document() -> dict[str, Any]:
    if not INPUTS.exists():
        raise InputsAbsent("the reference inputs (../shared/reference/fixtures.json) are not on this machine")
    document: dict[str, Any] = json.loads(INPUTS.read_text(encoding="utf-8"))
    return document
