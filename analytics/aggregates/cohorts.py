"""Counters of revenue by the month that won the customer."""

import numpy as np

from analytics.aggregates.answers import months_of_days
from analytics.aggregates.counters import Ints, Sums, together
from analytics.aggregates.facts import Rows
from analytics.aggregates.history_bins import COHORT_SIZE, EPOCH_MONTH, MONTHS
from analytics.aggregates.keys import cell_keys
from analytics.aggregates.purchase_days import MONTH_BITS, Purchases, last_of
from analytics.aggregates.respondents import Respondents
from analytics.models.cell import Cell


def cohort_sums(orders: Rows, who: Ints, bought: Purchases, people: Respondents) -> Sums:
    """Return revenue by month and by the month of the first purchase, apart for those who were referred then.

    Beside it, customers by the month that won them, and customers with a purchase in a month by the months since the
    one before, so that the distinct buyers of any window are a sum; 0 stands for the first.
    """
    born, referred = np.full(len(people.keys), -1), np.zeros(len(people.keys), dtype=np.int64)
    month = months_of_days(bought.day)
    born[bought.who[::-1]] = months_of_days(bought.birth)[::-1]
    referred[bought.who[bought.referred & (month == born[bought.who])]] = 1
    won = np.flatnonzero(born >= 0)
    key, _ = last_of((bought.who << MONTH_BITS) | month)
    buyer, at = key >> MONTH_BITS, key & ((1 << MONTH_BITS) - 1)
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
