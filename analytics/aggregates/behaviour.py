"""Counters of activity, sales and contacts."""

import numpy as np

from analytics.aggregates.answers import months_of_days
from analytics.aggregates.counters import SALES_FIELDS, Ints, Part, Sums, sums, together
from analytics.aggregates.facts import Facts, Rows
from analytics.aggregates.keys import cell_keys, first_of_runs
from analytics.aggregates.respondents import Respondents
from analytics.models.cell import Cell

_MONTH_BITS = 20


def activity_sums(facts: Facts, buyers: Ints, people: Respondents) -> Sums:
    """Return, by month, how many known customers were active and how many months after their last activity.

    Counter 0 is a customer's first active month, counter g one that follows the last after g months. So the distinct
    customers of any window are a sum: those whose last activity lies before the window.
    """
    own = facts.orders["role"] == 0
    who = np.concatenate([people.numbers(facts.answers["key"]), buyers[own], people.numbers(facts.contacts["key"])])
    day = np.concatenate([facts.answers["day"], facts.orders["day"][own], facts.contacts["day"]])
    month = months_of_days(day)
    known = people.known[who]
    active = np.unique((who[known] << _MONTH_BITS) | month[known])
    who, month = active >> _MONTH_BITS, active & ((1 << _MONTH_BITS) - 1)
    gap = np.zeros(len(active), dtype=np.int64)
    same = who[1:] == who[:-1]
    gap[1:][same] = (month[1:] - month[:-1])[same]
    return sums(Part.ACTIVITY, cell_keys(Cell.Kind.SEGMENT, people.segment[who], month, people.bucket[who]), gap)


def sales_sums(orders: Rows, buyers: Ints, people: Respondents) -> Sums:
    """Return the sales by month; orders of unknown customers count too, but make no buyers.

    Orders in other currencies, refunds among them, are counted by themselves.
    """
    own = np.flatnonzero(orders["role"] == 0)
    orders, who = orders[own], buyers[own]
    cell = cell_keys(Cell.Kind.SEGMENT, people.segment[who], months_of_days(orders["day"]), people.bucket[who])
    ours = (orders["foreign"] == 0).astype(np.int64)
    sale, amount = ours * (orders["refund"] == 0), ours * orders["amount"]
    rank = _rank_of_purchases(who, sale * people.known[who])
    fields = {
        "orders": sale,
        "gross": sale * amount,
        "refunds": (1 - sale) * amount,
        "net": amount,
        "margin_known": ours * orders["margin"],
        "unmargined": (1 - orders["has_margin"]) * amount,
        "buyers_first": (rank == 1).astype(np.int64),
        "buyers_second": (rank == 2).astype(np.int64),
        "foreign": 1 - ours,
    }
    return together([sums(Part.SALES, cell, np.full(len(cell), i), fields[n]) for i, n in enumerate(SALES_FIELDS)])


def _rank_of_purchases(who: Ints, counted: Ints) -> Ints:
    """Return 1 for a customer's first counted row, 2 for the second and so on; 0 where a row does not count."""
    running = np.cumsum(counted)
    starts = first_of_runs(who)
    before = (running - counted)[starts]
    spans = np.diff(np.r_[starts, len(who)])
    return (running - np.repeat(before, spans)) * counted


def contact_sums(contacts: Rows, people: Respondents) -> Sums:
    """Return contacts by segment, day, channel and touchpoint: the population behind the answers."""
    who = people.numbers(contacts["key"])
    at = contacts["touchpoint"] >= 0
    cell = cell_keys(Cell.Kind.CONTACT, people.segment[who], contacts["day"], people.bucket[who])
    counter = (contacts["channel"] + 1) * 4096 + contacts["touchpoint"]
    return sums(Part.CONTACTS, cell[at], counter[at])
