"""Counters of customers' purchase histories: how often, since when, how recently, for how much, and won in which way.

A history counts as it stands at the end of each month: in the month in which it changes, the new state is added and the
old one taken away. So the sum over all months up to one is the state of everybody at that month's end.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.aggregates.answers import Answers, months_of_days
from analytics.aggregates.counters import Ints, Sums, level_of, together
from analytics.aggregates.facts import Rows
from analytics.aggregates.keys import cell_keys, first_of_runs
from analytics.aggregates.respondents import Respondents
from analytics.models.cell import Cell

EPOCH_MONTH = 1970 * 12
MONTHS = 1024
"""Months that a counter can tell apart, from January 1970 on."""

WEEK = 7
WEEKS = 8192
"""Weeks of the first purchase that a counter can tell apart, from January 1970 on."""

SPANS = 128
"""Bins of the days from first to last purchase: exact to 15, then eight to each doubling."""

COUNTS = 64
"""Bins of a number of purchases: exact to 15, then four to each doubling."""

MEANS = 1024
"""Bins of a mean spend in minor units: 0 for none, then eight to each doubling."""

STATE_SIZE, SPEND_SIZE, COHORT_SIZE = 8, 4, 4

_EXACT = 16
_MONTH_BITS = 20


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
    bought = _purchases(who[sale], orders[sale])
    states = _states(bought, answers, people)
    return {
        Cell.Kind.HISTORY: _telescoped(Cell.Kind.HISTORY, states, _state_counters(states)),
        Cell.Kind.SPEND: _telescoped(Cell.Kind.SPEND, states, _spend_counters(states)),
        Cell.Kind.COHORT: _cohort_sums(orders, who, bought, people),
    }


def count_bin(counts: Ints) -> Ints:
    """Return the bin of numbers of purchases.

    >>> count_bin(np.array([0, 15, 16, 20, 31, 32, 10**9])).tolist()
    [0, 15, 16, 17, 19, 20, 63]
    """
    return np.where(counts < _EXACT, counts, np.minimum(_EXACT + _of_doubling(counts, 4) - 5 * 4, COUNTS - 1))


def span_bin(days: Ints) -> Ints:
    """Return the bin of numbers of days.

    >>> span_bin(np.array([0, 15, 16, 17, 18, 365])).tolist()
    [0, 15, 16, 16, 17, 51]
    """
    return np.where(days < _EXACT, days, np.minimum(_EXACT + _of_doubling(days, 8) - 5 * 8, SPANS - 1))


def mean_bin(spend: Ints, counts: Ints) -> Ints:
    """Return the bin of the mean spend of each count of purchases, exact on every machine.

    >>> mean_bin(np.array([0, -5, 3, 8, 9]), np.array([1, 1, 3, 1, 1])).tolist()
    [0, 0, 8, 32, 33]
    """
    mean = np.maximum(spend // np.maximum(counts, 1), 0)
    return np.where(mean > 0, _of_doubling(mean, 8), 0)


def _of_doubling(values: Ints, parts: int) -> Ints:
    """Return in which of `parts` equal parts of which doubling values from 1 on lie, numbered on."""
    mantissa, exponent = np.frexp(np.maximum(values, 1).astype(np.float64))
    return exponent * parts + np.floor((mantissa - 0.5) * 2 * parts).astype(np.int64)


@dataclass(frozen=True)
class _Purchases:
    """Days with purchases, ordered by customer and day; rank 0 is the first day, whose money `spend` leaves out."""

    who: Ints
    day: Ints
    rank: Ints
    birth: Ints
    spend: Ints
    referred: NDArray[np.bool_]


def _purchases(who: Ints, sales: Rows) -> _Purchases:
    order = np.lexsort((sales["day"], who))
    who, day = who[order], sales["day"][order].astype(np.int64)
    starts = first_of_runs(who, day)
    amount = _added(sales["amount"][order].astype(np.int64), starts)
    referred = _added(sales["referred"][order].astype(np.int64), starts) > 0
    who, day = who[starts], day[starts]
    first = first_of_runs(who)
    lengths = np.diff(np.r_[first, len(who)])
    rank = np.arange(len(who)) - np.repeat(first, lengths)
    running = np.cumsum(np.where(rank > 0, amount, 0))
    return _Purchases(
        who=who,
        day=day,
        rank=rank,
        birth=np.repeat(day[first], lengths),
        spend=running - np.repeat(running[first], lengths) if len(who) else running,
        referred=referred,
    )


def _states(bought: _Purchases, answers: Answers, people: Respondents) -> States:
    """Return the histories of buyers at the end of each month with a purchase or a new loyalty outcome."""
    told = np.flatnonzero((answers.outcome >= 0) & people.known[answers.respondent])
    told_key, told_row = _last_of((answers.respondent[told] << _MONTH_BITS) | answers.month[told])
    bought_key, bought_row = _last_of((bought.who << _MONTH_BITS) | months_of_days(bought.day))
    keys = np.union1d(bought_key, told_key)
    row, has_bought = _latest_before(keys, bought_key)
    answer, has_told = _latest_before(keys, told_key)
    level = np.zeros(len(keys), dtype=np.int64)
    level[has_told] = level_of(answers.outcome[told[told_row[answer[has_told]]]]) + 1
    row = bought_row[row[has_bought]]
    return States(
        who=keys[has_bought] >> _MONTH_BITS,
        month=keys[has_bought] & ((1 << _MONTH_BITS) - 1),
        level=level[has_bought],
        birth=bought.birth[row],
        last=bought.day[row],
        repeats=bought.rank[row],
        spend=bought.spend[row],
    )


def _last_of(keys: Ints) -> tuple[Ints, Ints]:
    """Return the distinct ones of ascending keys, and the last row of each."""
    starts = first_of_runs(keys)
    return keys[starts], np.r_[starts[1:], len(keys)] - 1 if len(keys) else starts


def _latest_before(keys: Ints, known: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the place of the latest known key of the same customer at or before each key, and whether there is one."""
    place = np.searchsorted(known, keys, side="right") - 1
    same = place >= 0
    same[same] = (known[place[same]] >> _MONTH_BITS) == (keys[same] >> _MONTH_BITS)
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


def first_days(months: Ints) -> Ints:
    """Return the days since 1970 on which months begin."""
    stamps = (months - EPOCH_MONTH).astype("datetime64[M]")
    return stamps.astype("datetime64[D]").astype(np.int64)


def _cohort_sums(orders: Rows, who: Ints, bought: _Purchases, people: Respondents) -> Sums:
    """Return revenue by month and by the month of the first purchase, apart for those who were referred then.

    Beside it, customers by the month that won them, and customers with a purchase in a month by the months since the
    one before, so that the distinct buyers of any window are a sum; 0 stands for the first.
    """
    born, referred = np.full(len(people.keys), -1), np.zeros(len(people.keys), dtype=np.int64)
    month = months_of_days(bought.day)
    born[bought.who[::-1]] = months_of_days(bought.birth)[::-1]
    referred[bought.who[bought.referred & (month == born[bought.who])]] = 1
    won = np.flatnonzero(born >= 0)
    key, _ = _last_of((bought.who << _MONTH_BITS) | month)
    buyer, at = key >> _MONTH_BITS, key & ((1 << _MONTH_BITS) - 1)
    gap = np.where(np.r_[False, buyer[1:] == buyer[:-1]], at - np.r_[0, at[:-1]], 0) if len(key) else at
    known = born[who] >= 0
    who = who[known]
    rows = (
        (who, months_of_days(orders["day"][known]), born[who] - EPOCH_MONTH, orders["amount"][known].astype(np.int64)),
        (won, born[won], born[won] - EPOCH_MONTH, np.ones_like(won)),
        (buyer, at, gap, np.ones_like(buyer)),
    )
    parts = []
    for field, (someone, period, value, number) in enumerate(rows):
        cells = cell_keys(Cell.Kind.COHORT, np.zeros_like(someone), period, people.bucket[someone])
        place = np.clip(value, 0, MONTHS - 1) * 2 + (referred[someone] if field < 2 else 0)
        parts.append(Sums(cells=cells, counters=place * COHORT_SIZE + field, values=number))
    return together(parts)


def _added(values: Ints, starts: Ints) -> Ints:
    return np.add.reduceat(values, starts) if len(starts) else values
