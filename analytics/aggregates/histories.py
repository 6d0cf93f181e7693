"""Counters of customers' purchase histories: how often, since when, how recently, for how much, and won in which way.

A history counts as it stands at the end of each month: in the month in which it changes, the new state is added and the
old one taken away. So the sum over all months up to one is the state of everybody at that month's end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.answers import Answers, months_of_days
from analytics.aggregates.cohorts import cohort_sums
from analytics.aggregates.counters import Ints, Sums, level_of, together
from analytics.aggregates.facts import Rows
from analytics.aggregates.history_bins import (
    COUNTS,
    MEANS,
    SPANS,
    SPEND_SIZE,
    STATE_SIZE,
    WEEK,
    WEEKS,
    count_bin,
    mean_bin,
    span_bin,
)
from analytics.aggregates.keys import cell_keys
from analytics.aggregates.purchase_days import MONTH_BITS, Purchases, last_of, purchases_of
from analytics.aggregates.respondents import Respondents
from analytics.models.cell import Cell


@dataclass(frozen=True)
class States:
    """Histories at the end of months in which they changed, ordered by customer and month; parallel arrays.

    `level` is the bin of the latest loyalty outcome plus 1, and 0 without one. Days count from 1970, spend is that of
    the repeat purchases in minor units.
    """

    who: Ints
    month: Ints
    level: Ints
    birth: Ints
    last: Ints
    repeats: Ints
    spend: Ints


def history_sums(orders: Rows, buyers: Ints, answers: Answers, people: Respondents) -> dict[Cell.Kind, Sums]:
    """Return the counters of purchase histories of known customers; `answers` are theirs about the company."""
    own = (orders["role"] == 0) & people.known[buyers]
    orders, who = orders[own], buyers[own]
    sale = orders["refund"] == 0
    bought = purchases_of(who[sale], orders[sale])
    states = _states(bought, answers, people)
    return {
        Cell.Kind.HISTORY: _telescoped(Cell.Kind.HISTORY, states, _state_counters(states)),
        Cell.Kind.SPEND: _telescoped(Cell.Kind.SPEND, states, _spend_counters(states)),
        Cell.Kind.COHORT: cohort_sums(orders, who, bought, people),
    }


def _states(bought: Purchases, answers: Answers, people: Respondents) -> States:
    """Return the histories of buyers at the end of each month with a purchase or a new loyalty outcome."""
    told = np.flatnonzero((answers.outcome >= 0) & people.known[answers.respondent])
    told_key, told_row = last_of((answers.respondent[told] << MONTH_BITS) | answers.month[told])
    bought_key, bought_row = last_of((bought.who << MONTH_BITS) | months_of_days(bought.day))
    keys = np.union1d(bought_key, told_key)
    row, has_bought = _latest_before(keys, bought_key)
    answer, has_told = _latest_before(keys, told_key)
    level = np.zeros(len(keys), dtype=np.int64)
    level[has_told] = level_of(answers.outcome[told[told_row[answer[has_told]]]]) + 1
    row = bought_row[row[has_bought]]
    return States(
        who=keys[has_bought] >> MONTH_BITS,
        month=keys[has_bought] & ((1 << MONTH_BITS) - 1),
        level=level[has_bought],
        birth=bought.birth[row],
        last=bought.day[row],
        repeats=bought.rank[row],
        spend=bought.spend[row],
    )


def _latest_before(keys: Ints, known: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the place of the latest known key of the same customer at or before each key, and whether there is one."""
    place = np.searchsorted(known, keys, side="right") - 1
    same = place >= 0
    same[same] = (known[place[same]] >> MONTH_BITS) == (keys[same] >> MONTH_BITS)
    return place, same


@dataclass(frozen=True)
class _Counted:
    """What states count as: scope, first counter, and the values of its fields."""

    scope: Ints
    base: Ints
    values: tuple[Ints, ...]


def _state_counters(states: States) -> _Counted:
    """Return the counters of (loyalty, week of the first purchase, days to the last, repeats).

    In weeks and days, because the first weeks decide how soon somebody may be missed: months would shift the fit by a
    twentieth.
    """
    week = np.clip(states.birth // WEEK, 0, WEEKS - 1)
    recency = states.last - states.birth
    place = (week * SPANS + span_bin(recency)) * COUNTS + count_bin(states.repeats)
    into_week = states.birth - week * WEEK
    return _Counted(
        scope=states.level,
        base=place * STATE_SIZE,
        values=(np.ones_like(states.who), into_week, recency, states.repeats, states.spend),
    )


def _spend_counters(states: States) -> _Counted:
    """Return the counters of (repeats, mean spend), which tell how spending varies between customers."""
    place = count_bin(states.repeats) * MEANS + mean_bin(states.spend, states.repeats)
    back = (states.repeats > 0).astype(np.int64)
    return _Counted(
        scope=np.zeros_like(states.who), base=place * SPEND_SIZE, values=(back, states.repeats, states.spend)
    )


def _telescoped(kind: Cell.Kind, states: States, counted: _Counted) -> Sums:
    """Return the sums that add each state in its month and take the customer's state before away."""
    zero = np.zeros_like(states.month)
    fresh = cell_keys(kind, counted.scope, states.month, zero)
    later = np.flatnonzero(states.who[1:] == states.who[:-1]) + 1
    stale = cell_keys(kind, counted.scope[later - 1], states.month[later], zero[later])
    parts = []
    for field, values in enumerate(counted.values):
        counters = counted.base + field
        parts.append(Sums(cells=fresh, counters=counters, values=values))
        parts.append(Sums(cells=stale, counters=counters[later - 1], values=-values[later - 1]))
    return together(parts)
