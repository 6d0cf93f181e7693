"""Columns of text, and files of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.calendar import ordinals
from analytics.simulation.world import World

Ints = NDArray[np.int64]
UNIX_EPOCH = 719_163
Columns = dict[str, list[str]]


def write_csv(path: Path, columns: Columns) -> int:
    """Write columns of equal length as UTF-8 CSV, leaving out those that are empty everywhere but the first.

    Return the rows.
    """
    first, *others = columns
    kept = [first, *(name for name in others if any(columns[name]))]
    lines = [",".join(row) for row in zip(*(columns[name] for name in kept), strict=True)]
    path.write_text("\n".join([",".join(kept), *lines]) + "\n", "utf-8")
    return len(lines)


def quoted(text: str) -> str:
    """Return a text as one CSV field."""
    if any(sign in text for sign in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def identifiers(prefix: str, numbers: Ints, width: int = 7) -> list[str]:
    """Return external ids: the prefix and the number counted from 1."""
    return [f"{prefix}{number:0{width}}" for number in (numbers + 1).tolist()]


def looked_up(names: Sequence[str], index: Ints) -> list[str]:
    """Return the name of each index; -1 gives an empty field."""
    table = np.array([*names, ""], dtype=object)
    chosen: list[str] = table[index].tolist()
    return chosen


def figures(values: NDArray[np.generic]) -> list[str]:
    """Return small non-negative integers as text."""
    return looked_up([str(number) for number in range(12)], values.astype(np.int64))


def moments(world: World, month: Ints, day: Ints, seconds: Ints) -> list[str]:
    """Return local times (naive ISO 8601, the company's zone) of day and second of the day."""
    days = ordinals(world, month, day) - UNIX_EPOCH
    text: list[str] = np.datetime_as_string((days * 86_400 + seconds).astype("datetime64[s]")).tolist()
    return text


def amounts(minor: Ints, currency: str) -> list[str]:
    """Return money in minor units as a decimal in major units."""
    if currency in {"JPY", "KRW"}:
        return [str(amount) for amount in minor.tolist()]
    return [f"{amount // 100}.{amount % 100:02}" for amount in minor.tolist()]
