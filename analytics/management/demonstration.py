"""Fill a company with a bundled synthetic one, through the same commands that people use."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from analytics.models.score_run import ScoreRun
from analytics.simulation.calendar import month_name
from analytics.simulation.files import write_company
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world
from feedback.models.batch import ImportBatch
from journeys.models.plan import ActionPlan
from tenants.access import Refusal
from tenants.models.tenant import Tenant

SCORED_MONTHS = 6
WORLDS = {"dining": "hotpot", "ecommerce": "shop"}


class NoDemonstration(Refusal):
    """There is no bundled world for the company's industry."""


@dataclass(frozen=True)
class Filled:
    """Rows written by kind (empty when the company was full already) and the plans it has."""

    rows: dict[str, int]
    plans: list[str]


def fill_company(*, company: Tenant) -> None:
    """Fill the current company with the bundled world of its industry; nothing happens when it is full already."""
    fill_from_world(company=company, world=_world_of(company), folder=Path(settings.RUN_DIR) / "demo" / company.slug)


def fill_from_world(*, company: Tenant, world: str, folder: Path, months: int = SCORED_MONTHS) -> Filled:
    """Simulate a world into `folder` and take it in: data, scores, plans and what these did. Runs inside the company.

    The last `months` months are scored; `score` without a range adds the older ones, which nobody waits for at first.
    What was done before is not done again: imports skip what they know, and a company with scores is left alone.
    """
    if is_full():
        return Filled({}, sorted(ActionPlan.objects.values_list("code", flat=True)))
    simulated = generate(read_world(world))
    rows = write_company(simulated, folder)
    _run("dataset", str(folder / "manifest.json"), tenant=company.slug)
    count = simulated.world.months.count
    _run("score", "--from", month_name(simulated.world, max(count - months, 0)), tenant=company.slug)
    for path in sorted(folder.glob("plan*.json")):
        _run("plan", "import", str(path), tenant=company.slug)
    for plan in simulated.world.plans:
        _run("evaluate", "--plan", plan.code, tenant=company.slug)
    return Filled(rows, [plan.code for plan in simulated.world.plans])


def is_full() -> bool:
    """Return whether the current company has its data and a score."""
    arrived = ImportBatch.objects.filter(kind=ImportBatch.Kind.ORDERS, state=ImportBatch.State.DONE)
    return bool(arrived.exists()) and bool(ScoreRun.objects.exists())


def _world_of(company: Tenant) -> str:
    if company.industry not in WORLDS:
        known = ", ".join(sorted(WORLDS))
        raise NoDemonstration(f"no demonstration data for the industry {company.industry!r}, only for {known}")
    return WORLDS[company.industry]


def _run(command: str, *arguments: str, tenant: str) -> None:
    quiet: dict[str, Any] = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command(command, *arguments, "--tenant", tenant, "--json", **quiet)
