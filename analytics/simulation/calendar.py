"""Months and days as arrays."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from analytics.simulation.world import World

Ints = NDArray[np.int64]


def month_start(world: World, month: int) -> dt.date:
    """Return the first day of the month with index `month` (0 is the world's first.

    Later ones may lie beyond its end).
    """
    place = world.months.start.year * 12 + world.months.start.month - 1 + month
    return dt.date(place // 12, place % 12 + 1, 1)


def month_name(world: World, month: int) -> str:
    """Return a month as YYYY-MM."""
    return f"{month_start(world, month):%Y-%m}"


def month_length(world: World, month: int) -> int:
    """Return the number of days of a month."""
    return (month_start(world, month + 1) - month_start(world, month)).days


def ordinals(world: World, month: Ints, day: Ints) -> Ints:
    """Return proleptic day numbers of (month index, day from 0), comparable with `date.toordinal()`."""
    firsts = np.array([month_start(world, index).toordinal() for index in range(world.months.count)])
    return firsts[month] + day


def season(world: World, month: int) -> float:
    """Return the traffic multiplier of a month."""
    return world.traffic.seasons[month_start(world, month).month - 1]
