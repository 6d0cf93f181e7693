"""Plans in the stores of a simulated company: its customers' answers, added up as evaluation adds them up."""

import dataclasses
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np

from analytics.numerics.evaluation.did import Panel, difference_in_differences
from analytics.numerics.evaluation.power import power_of_units
from analytics.numerics.evaluation.unit_lottery import evaluate_unit_lottery
from analytics.numerics.evaluation.verdict import Evaluation
from analytics.simulation.calendar import ordinals
from analytics.simulation.company import Company
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world
from analytics.simulation.truth import true_plan_effect

WORLDS = Path(__file__).parents[2] / "docs" / "examples" / "worlds"
PERIOD_DAYS = 14
PROBE = 0.8


def company_of(world: str, seed: int, effect: float) -> Company:
    """Return a company of a world whose plan moves what people live through by `effect` of ten points."""
    read = read_world(WORLDS / f"{world}.toml")
    plans = tuple(dataclasses.replace(plan, effect=effect) for plan in read.plans)
    return generate(dataclasses.replace(read, seed=seed, plans=plans))


def panel_of(company: Company) -> Panel:
    """Return the sums of the plan's touchpoint by store and fortnight, as evaluation reads them."""
    plan, visits = company.world.plans[0], company.visits
    column = [point.code for point in company.world.touchpoints].index(plan.touchpoint)
    when = ordinals(company.world, visits.month, visits.day)
    first, start, end = (day.toordinal() for day in (plan.baseline_from, plan.start_date, plan.evaluate_to))
    parts = [max(4, round(days / PERIOD_DAYS)) for days in (start - first, end - start)]
    before = np.linspace(first, start, parts[0] + 1)[:-1]
    edges = np.concatenate([before, np.linspace(start, end, parts[1] + 1)])
    score = company.answered_scores()[:, column]
    kept = (when >= first) & (when < end) & np.isfinite(score)
    cell = (company.unit_of_visit()[kept], np.searchsorted(edges, when[kept], side="right") - 1)
    n, total = (np.zeros((len(company.units), len(edges) - 1)) for _ in range(2))
    np.add.at(n, cell, 1.0)
    np.add.at(total, cell, score[kept])
    return Panel(n, total, company.treated[0], parts[0])


@cache
def latent_per_point(world: str) -> float:
    """Return how much people have to live through for their scores to rise by a point: some stand at the ceiling."""
    found = []
    for seed in range(1, 6):
        company = company_of(world, seed, PROBE)
        plan = company.world.plans[0]
        found.append(true_plan_effect(company, plan, company.treated[0])["value"] / 10.0)
    return PROBE / float(np.mean(found))


def evaluate_stores(world: str, *, by_lot: bool = False) -> Callable[[int, float], Evaluation]:
    """Return a function that evaluates the plan of the company of a seed, with an effect in points of its scores."""
    method = evaluate_unit_lottery if by_lot else difference_in_differences

    def evaluate(seed: int, effect: float) -> Evaluation:
        panel = panel_of(company_of(world, seed, effect * latent_per_point(world) if effect else 0.0))
        return method(panel.n, panel.total, panel.treated, panel.first_post, seed=seed)

    return evaluate


def promised(world: str, seed: int) -> float | None:
    """Return the smallest detectable effect that approval would name, from the baseline alone."""
    company = company_of(world, seed, 0.0)
    panel, plan = panel_of(company), company.world.plans[0]
    before = slice(0, panel.first_post)
    return power_of_units(
        panel.n[:, before],
        panel.total[:, before],
        panel.treated,
        before=(plan.start_date - plan.baseline_from).days,
        after=(plan.evaluate_to - plan.start_date).days,
    ).smallest_detectable
