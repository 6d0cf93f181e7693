"""Contacts by touchpoint and segment, whatever the channel."""

from collections import Counter

import numpy as np

from analytics.aggregates.cells import append_cells
from analytics.aggregates.contacts import contact_counts
from analytics.aggregates.counters import Part, sums
from analytics.aggregates.days import day_number
from analytics.aggregates.keys import cell_keys
from analytics.models.cell import Cell
from analytics.models.layout import LayoutEntry
from analytics.models.period import month_period
from tests.analytics.day_cells import FIRST, add_layout

SHOP_MONTHS = range(2026 * 12, 2026 * 12 + 7)


def add_contacts(touchpoint, segment, days, *, channel=0, times=1):
    """Append one contact a day of a segment at a touchpoint, or take it away again."""
    day = day_number(FIRST) + np.array(days)
    cells = cell_keys(Cell.Kind.CONTACT, np.full(len(day), segment), day, np.zeros(len(day), dtype=int))
    counter = np.full(len(day), (channel + 1) * 4096 + touchpoint)
    append_cells({Cell.Kind.CONTACT: sums(Part.CONTACTS, cells, counter, times).grouped()})


def test_channels_are_added_up_and_days_outside_are_left_out(in_acme):
    add_layout()
    LayoutEntry.objects.create(kind="segment", code="gold", position=1)
    add_contacts(0, 0, [0, 1, 2], channel=-1)
    add_contacts(0, 0, [1], channel=5)
    add_contacts(1, 1, [1, 2, 9])

    found = contact_counts(day_number(FIRST) + 1, day_number(FIRST) + 2)

    assert found == {"dine": {"gold": 2}, "queue": {"": 3}}


def test_contacts_that_were_taken_away_leave_no_trace(in_acme):
    add_layout()
    add_contacts(0, 0, [3], times=2)
    add_contacts(0, 0, [3], times=-2)

    assert contact_counts(day_number(FIRST), day_number(FIRST) + 30) == {}


def test_counts_are_those_of_the_facts(in_shop, shop_data):
    segments = {row["external_id"]: row.get("attr.segment", "") for row in shop_data["customers"]}
    rows = shop_data.get("interactions", [])
    days = month_period(SHOP_MONTHS[0]).days[0], month_period(SHOP_MONTHS[-1]).days[1]

    wanted = Counter((row["touchpoint"], segments.get(row["customer"], "")) for row in rows)

    found = contact_counts(*days)
    assert {(code, name): n for code, by in found.items() for name, n in by.items()} == dict(wanted)
