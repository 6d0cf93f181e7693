"""The columns of the import files, except feedback."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.random import SeedSequence, default_rng
from numpy.typing import NDArray

from analytics.simulation.calendar import month_start, ordinals
from analytics.simulation.company import Company
from analytics.simulation.rows import Columns, amounts, identifiers, looked_up, moments, quoted

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds of the day at which each visit began and at which its sheet was answered."""

    came: Ints
    told: Ints


def draw_clock(company: Company) -> Clock:
    """Return times of day.

    Visits between 10:30 and 20:30, answers some minutes to three hours later on the same day.
    """
    rng = default_rng(SeedSequence([company.world.seed, 2]))
    count = len(company.visits)
    came = rng.integers(37_800, 73_800, size=count)
    return Clock(came=came, told=came + rng.integers(600, 10_800, size=count))


def unit_columns(company: Company) -> Columns:
    """Return the tree of units, parents first."""
    rows: list[tuple[str, str, str, str]] = []
    for unit in company.world.units:
        rows.append((unit.code, unit.parent, unit.name or unit.code, unit.kind))
        rows += [
            (f"{unit.code}-{number:02}", unit.code, name, unit.child_kind)
            for number, name in enumerate(unit.children, start=1)
        ]
    names = ("code", "parent", "name", "kind")
    return {name: [quoted(row[place]) for row in rows] for place, name in enumerate(names)}


def customer_columns(company: Company) -> Columns:
    """Return all customers, also those who never came."""
    world, people = company.world, company.people
    count = len(people.segment)
    numbers = np.arange(count)
    start = world.months.start.toordinal()
    first = np.array([month_start(world, month).toordinal() for month in range(world.months.count)])
    earlier = start - 1 - (numbers * 7919) % 900
    created = np.where(people.joined > 0, first[people.joined], earlier)
    return {
        "external_id": identifiers("C", numbers),
        "created_at": [dt.date.fromordinal(day).isoformat() + "T09:00:00" for day in created.tolist()],
        "member_no": identifiers("M", numbers, 8),
        "attr.segment": looked_up([segment.code for segment in world.segments], people.segment),
    }


def order_columns(company: Company, clock: Clock) -> Columns:
    """Return one order for each visit; `referred_by` stands on the first order of a referred customer."""
    world, visits, people = company.world, company.visits, company.people
    margin = np.rint(visits.amount * world.value.margin_rate).astype(np.int64)
    new = people.joined[visits.customer] == visits.month
    referrer = np.where(new, people.referrer[visits.customer], -1)
    known = np.flatnonzero(referrer >= 0)
    referred = [""] * len(visits)
    for place, name in zip(known.tolist(), identifiers("C", referrer[known]), strict=True):
        referred[place] = name
    return {
        "external_id": identifiers("O", np.arange(len(visits))),
        "customer": identifiers("C", visits.customer),
        "occurred_at": moments(world, visits.month, visits.day, clock.came + 300),
        "amount": amounts(visits.amount, world.currency),
        "margin": amounts(margin, world.currency),
        "currency": [world.currency] * len(visits),
        "unit": looked_up(company.units, company.unit_of_visit()) if company.units else [""] * len(visits),
        "referred_by": referred,
    }


def interaction_columns(company: Company, clock: Clock) -> Columns:
    """Return the contacts of the logged touchpoints, in the order of time."""
    world, visits = company.world, company.visits
    codes = [point.code for point in world.touchpoints]
    columns = [codes.index(code) for code in world.output.interactions]
    place, which = np.nonzero(visits.met[:, columns])
    point = np.array(columns, dtype=np.int64)[which]
    order = np.argsort(ordinals(world, visits.month[place], visits.day[place]), kind="stable")
    place, point = place[order], point[order]
    names = looked_up(codes, point)
    numbers = identifiers("I", place)
    return {
        "external_id": [f"{number}-{name}" for number, name in zip(numbers, names, strict=True)],
        "customer": identifiers("C", visits.customer[place]),
        "touchpoint": names,
        "channel": looked_up([p.channel for p in world.touchpoints], point),
        "occurred_at": moments(world, visits.month[place], visits.day[place], clock.came[place]),
        "unit": looked_up(company.units, company.unit_of_visit()[place]) if company.units else [""] * len(place),
        "kind": ["contact"] * len(place),
    }
