"""Who met a touchpoint by the log of contacts, and whether they then answered about it."""

import numpy as np

from analytics.aggregates.answers import months_of_days
from analytics.aggregates.counters import Part, Sums, sums, together
from analytics.aggregates.facts import Rows
from analytics.aggregates.respondents import Respondents
from analytics.aggregates.sheets import Sheets

MET_FIELDS = ("met", "answered")
_MONTH_BITS = 20
_POINT_BITS = 20


def met_sums(sheets: Sheets, contacts: Rows, people: Respondents) -> Sums:
    """Return, for each touchpoint, the rows of the driver sample with a contact there in their month, and with both.

    A contact of somebody unknown belongs to nobody's row.
    """
    at = np.flatnonzero(contacts["touchpoint"] >= 0)
    who, month = people.numbers(contacts["key"])[at], months_of_days(contacts["day"])[at]
    keys, wanted = (sheets.respondent << _MONTH_BITS) | sheets.month, (who << _MONTH_BITS) | month
    row = np.searchsorted(keys, wanted)
    known = row < len(keys)
    known[known] = keys[row[known]] == wanted[known]
    places = np.unique((row[known] << _POINT_BITS) | contacts["touchpoint"][at][known])
    told = np.isin(places, (sheets.row << _POINT_BITS) | sheets.touchpoint)
    cell, counter = sheets.cell[places >> _POINT_BITS], len(MET_FIELDS) * (places & ((1 << _POINT_BITS) - 1))
    return together([sums(Part.MET, cell, counter), sums(Part.MET, cell[told], counter[told] + 1)])
