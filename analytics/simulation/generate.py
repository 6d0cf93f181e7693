"""Let the months of a world pass."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator, SeedSequence, default_rng
from numpy.typing import NDArray

from analytics.simulation.calendar import month_length, month_start, ordinals, season
from analytics.simulation.company import Company, People, Visits
from analytics.simulation.conditions import Ground, choose_treated, circumstances, draw_ground, plan_reaches
from analytics.simulation.experience import to_level
from analytics.simulation.people import draw_people, join_people
from analytics.simulation.visits import draw_visits, join_visits
from analytics.simulation.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
NOBODY = np.int64(-1)


def generate(world: World, *, crowd: int = 0, customers: int = 0, treated: tuple[Bools, ...] | None = None) -> Company:
    """Return the company that a world becomes.

    Units and their differences depend on the world's seed alone. Another `crowd` puts other people into the same
    company, `customers` overrides their number, and `treated` repeats an earlier choice of treated units: that is how
    a large reference population is drawn.
    """
    ground_seed, plan_seed = SeedSequence(world.seed).spawn(2)
    people_seed, visit_seed = SeedSequence([world.seed, crowd, 1]).spawn(2)
    ground = draw_ground(world, default_rng(ground_seed))
    story = _Story(
        world=world,
        ground=ground,
        rng=default_rng(visit_seed),
        people_rng=default_rng(people_seed),
        plan_rng=default_rng(plan_seed),
        treated=list(treated or ()),
        repeat=treated is not None,
    )
    for month in range(world.months.count):
        story.pass_month(month, customers or world.customers)
    return Company(world, ground.units, story.everybody(), join_visits(story.visits), tuple(story.treated))


class _Story:
    """The company so far: customers, visits and plans decided."""

    def __init__(
        self,
        *,
        world: World,
        ground: Ground,
        rng: Generator,
        people_rng: Generator,
        plan_rng: Generator,
        treated: list[Bools],
        repeat: bool,
    ) -> None:
        self.world, self.ground = world, ground
        self.rng, self.people_rng, self.plan_rng = rng, people_rng, plan_rng
        self.treated, self.repeat = treated, repeat
        self.people: list[People] = []
        self.visits: list[Visits] = []

    def everybody(self) -> People:
        """Return all customers so far as one table, and keep it that way."""
        if len(self.people) > 1:
            self.people = [join_people(self.people)]
        return self.people[0]

    def pass_month(self, month: int, start: int) -> None:
        """Let one month happen: who comes, what they live through, what follows."""
        customer, came_at = self._first(start) if month == 0 else self._comers(month, start)
        people = self.everybody()
        day = self.rng.integers(0, month_length(self.world, month), size=len(customer))
        when = ordinals(self.world, np.full(len(customer), month), day)
        unit = people.unit[customer]
        shift = circumstances(self.world, self.ground, month, unit, when)
        self._decide_plans(month)
        for plan, treated in zip(self.world.plans, self.treated, strict=False):
            column = [point.code for point in self.world.touchpoints].index(plan.touchpoint)
            shift[plan_reaches(plan, treated, unit, when), column] += plan.effect
        self.visits.append(
            draw_visits(
                self.world,
                self.rng,
                people=people,
                customer=customer,
                month=month,
                day=day,
                shift=shift,
                came_at=came_at,
            )
        )

    def _first(self, start: int) -> tuple[Ints, Floats]:
        self._join(0, np.full(start, NOBODY))
        here = np.flatnonzero(self.rng.random(start) < self.world.traffic.start_share)
        return here, np.full(len(here), float(self._usual()))

    def _comers(self, month: int, start: int) -> tuple[Ints, Floats]:
        """Return who comes and with which loyalty: those who buy again, lapsed ones, newcomers and referred ones."""
        last, busy = self.visits[-1], season(self.world, month)
        known = len(self.everybody().segment)
        lapsed = np.ones(known, dtype=bool)
        lapsed[last.customer] = False
        returning = min(self.world.traffic.reactivation * busy, 1.0)
        back = np.flatnonzero(lapsed & (self.rng.random(known) < returning))
        newcomers = int(self.rng.poisson(self.world.traffic.newcomers * start * busy))
        referrers = np.repeat(last.customer, last.referrals)
        self._join(month, np.concatenate([np.full(newcomers, NOBODY), referrers]))
        fresh = np.concatenate([back, np.arange(known, known + newcomers + len(referrers))])
        again = last.repurchased
        customer = np.concatenate([last.customer[again], fresh])
        came_at = np.concatenate([last.felt[again], np.full(len(fresh), float(self._usual()))])
        order = np.argsort(customer, kind="stable")
        return customer[order], came_at[order]

    def _join(self, month: int, referrers: Ints) -> None:
        self.people.append(
            draw_people(self.world, self.people_rng, units=len(self.ground.units), joined=month, referrers=referrers)
        )

    def _usual(self) -> int:
        return int(to_level(np.array([self.world.loyalty.intercept]))[0])

    def _decide_plans(self, month: int) -> None:
        """Choose the treated units of the plans that start before this month ends, in the order of the file."""
        if self.repeat:
            return
        for plan in self.world.plans[len(self.treated) :]:
            if plan.start_date >= month_start(self.world, month + 1) and month + 1 < self.world.months.count:
                break
            means = self._looks([point.code for point in self.world.touchpoints].index(plan.touchpoint))
            self.treated.append(choose_treated(plan, self.ground.units, self.plan_rng, past_mean=means))

    def _looks(self, column: int) -> NDArray[np.float64]:
        """Return the mean score (units,) that answers of the last three months gave one touchpoint."""
        size = max(len(self.ground.units), 1)
        total, count = np.zeros(size), np.zeros(size)
        people = self.everybody()
        for past in self.visits[-3:]:
            told = past.answered & past.seen[:, column]
            unit = people.unit[past.customer[told]]
            total += np.bincount(unit, weights=past.perceived[told, column], minlength=size)
            count += np.bincount(unit, minlength=size)
        looks: NDArray[np.float64] = np.where(count > 0, total / np.maximum(count, 1), np.inf)
        return looks
