"""Answer sheets: one row about the company and one for each touchpoint that was met and answered."""

from __future__ import annotations

import numpy as np
from numpy.random import SeedSequence, default_rng
from numpy.typing import NDArray

from analytics.simulation.comments import Comments
from analytics.simulation.company import Company
from analytics.simulation.facts import Clock
from analytics.simulation.rows import Columns, figures, identifiers, looked_up, moments, quoted

Ints = NDArray[np.int64]


def feedback_columns(company: Company, clock: Clock, comments: Comments) -> Columns:
    """Return all feedback rows, sheet by sheet; the row about the company has no touchpoint."""
    world, visits = company.world, company.visits
    sheets = np.flatnonzero(visits.answered)
    told = np.hstack([np.ones((len(sheets), 1), dtype=bool), visits.seen[sheets]])
    place, point = np.nonzero(told)
    visit, point = sheets[place], point - 1
    names = looked_up([p.code for p in world.touchpoints], point)
    responses = identifiers("R", visit)
    rows: Columns = {
        "external_id": [f"{response}-{name or 'all'}" for response, name in zip(responses, names, strict=True)],
        "response": responses,
        "customer": _customers(company, visit),
        "touchpoint": names,
        "channel": looked_up([p.channel for p in world.touchpoints], point),
        "source": ["survey"] * len(visit),
        "occurred_at": moments(world, visits.month[visit], visits.day[visit], clock.told[visit]),
        "unit": looked_up(company.units, company.unit_of_visit()[visit]) if company.units else [""] * len(visit),
    }
    rows |= _about_company(company, visit, point)
    rows |= _about_touchpoints(company, visit, point)
    texts = [comments.get(key, "") for key in zip(visit.tolist(), point.tolist(), strict=True)]
    rows["text"] = [quoted(text) for text in texts]
    rows["language"] = [world.language if text else "" for text in texts]
    rows["order"] = identifiers("O", visit)
    return rows


def _customers(company: Company, visit: Ints) -> list[str]:
    names = identifiers("C", company.visits.customer[visit])
    for place in np.flatnonzero(company.visits.anonymous[visit]).tolist():
        names[place] = ""
    return names


def _about_company(company: Company, visit: Ints, point: Ints) -> Columns:
    world = company.world
    whole = point < 0
    level = company.answered_loyalty()
    rng = default_rng(SeedSequence([world.seed, 3]))
    noise = rng.standard_normal((2, len(level)))
    found = {
        world.loyalty.question: level,
        "csat": np.clip(np.floor(1.5 + 0.4 * level + 0.4 * noise[0]), 1, 5).astype(np.int64),
        "ces": np.clip(np.floor(1.5 + 0.6 * level + 0.6 * noise[1]), 1, 7).astype(np.int64),
    }
    asked = (world.loyalty.question, *world.loyalty.also)
    return {name: figures(np.where(whole, found[name][visit], -1)) for name in asked}


def _about_touchpoints(company: Company, visit: Ints, point: Ints) -> Columns:
    points = company.world.touchpoints
    written = company.answers()[visit, point].astype(np.int64)
    dims = np.array([p.question == "dims" for p in points])[point] & (point >= 0)
    rated = ~dims & (point >= 0)
    top = np.array([p.rating_max for p in points])[point]
    columns = {"rating": figures(np.where(rated, written[:, 0], -1)), "rating_max": figures(np.where(rated, top, -1))}
    for part, name in enumerate(("emotional", "functional", "social")):
        spoken = written[:, min(part, written.shape[1] - 1)]
        columns[name] = figures(np.where(dims, spoken, -1))
    return columns
