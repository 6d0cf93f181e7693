"""Fill a company with a bundled synthetic one, through the same commands that people use."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from analytics.management.demo_cases import write_cases
from analytics.management.people import bring_in, intent_of, more_about, write_further
from analytics.management.thinking import think_through
from analytics.models.score_run import ScoreRun
from analytics.services.demonstration import SOURCE, WORLDS
from analytics.services.requests import request_monitoring, request_scores
from analytics.simulation.calendar import month_name
from analytics.simulation.files import write_company
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world
from analytics.simulation.world import World
from feedback.models.batch import ImportBatch
from journeys.models.plan import ActionPlan
from journeys.services.plan_life import close_plan
from tenants.access import COMMAND, Refusal
from tenants.models.tenant import Tenant

SCORED_MONTHS = 6
STEPS = 6

type Progress = Callable[[int, int], None]


class NoDemonstration(Refusal):
    """There is no bundled world for the company's industry."""


@dataclass(frozen=True)
class Filled:
    """Rows written by kind (empty when the company was full already) and the plans it has."""

    rows: dict[str, int]
    plans: list[str]


def fill_company(*, company: Tenant) -> None:
    """Fill the current company with the bundled world of its industry; nothing happens when it is full already."""
    fill_from_world(company=company, world=world_of(company), folder=Path(settings.RUN_DIR) / "demo" / company.slug)


def fill_from_world(
    *,
    company: Tenant,
    world: str,
    folder: Path,
    months: int = SCORED_MONTHS,
    password: str | None = None,
    progress: Progress = lambda _done, _total: None,
) -> Filled:
    """Simulate a world into `folder` and take it in: data, scores, plans and what these did. Runs inside the company.

    The last `months` months are scored, and those that plans were forecast from; workers add the older ones and raise
    alerts, which nobody waits for at first. What was done before is not done again: imports skip what they know, and a
    company with scores is left alone. Without a password, nobody but the owner can sign in.
    """
    if is_full():
        return Filled({}, sorted(ActionPlan.objects.values_list("code", flat=True)))
    simulated = generate(read_world(world))
    rows = write_company(simulated, folder)
    _mark(folder / "manifest.json")
    progress(1, STEPS)
    _run("dataset", str(folder / "manifest.json"), tenant=company.slug)
    intent = intent_of(world)
    progress(2, STEPS)
    bring_in(intent, password=password)
    _run("score", "--from", _first_scored(simulated.world, months), tenant=company.slug)
    progress(3, STEPS)
    for path in sorted(folder.glob("plan*.json")):
        document = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps(document | more_about(intent, document["code"]), ensure_ascii=False), "utf-8")
        _run("plan", "import", str(path), tenant=company.slug)
    progress(4, STEPS)
    for plan in simulated.world.plans:
        _run("evaluate", "--plan", plan.code, tenant=company.slug)
        close_plan(actor=COMMAND, id=ActionPlan.objects.get(code=plan.code).pk)
    progress(5, STEPS)
    write_further(intent, company=company, now=timezone.now())
    write_cases(last=datetime.combine(_last_day(simulated.world), time(), tzinfo=ZoneInfo(company.timezone)))
    think_through(intent, company=company, now=timezone.now())
    _ask_for_the_rest(company, last=_last_day(simulated.world))
    return Filled(rows, [plan.code for plan in simulated.world.plans])


def _mark(path: Path) -> None:
    """Say in a manifest that its facts are example data, so that they can be found and taken away again."""
    manifest = json.loads(path.read_text("utf-8"))
    manifest["imports"] = [entry | {"source": SOURCE} for entry in manifest["imports"]]
    path.write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")


def _first_scored(world: World, months: int) -> str:
    """Return the first month to score: plans are forecast from the month before they start."""
    starts = [plan.start_date for plan in world.plans]
    before = [(start.year - world.months.start.year) * 12 + start.month - world.months.start.month for start in starts]
    return month_name(world, max(min([world.months.count - months, *(month - 1 for month in before)]), 0))


def _last_day(world: World) -> date:
    """Return the last day of a world: alerts are raised as of then, whenever the company is made."""
    months = world.months.start.year * 12 + world.months.start.month - 1 + world.months.count
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _ask_for_the_rest(company: Tenant, *, last: date) -> None:
    """Leave to the workers what nobody waits for: older months, alerts."""
    request_scores(company=company, actor=COMMAND)
    request_monitoring(company=company, actor=COMMAND, as_of=last)


def is_full() -> bool:
    """Return whether the current company has its data and a score."""
    arrived = ImportBatch.objects.filter(kind=ImportBatch.Kind.ORDERS, state=ImportBatch.State.DONE)
    return bool(arrived.exists()) and bool(ScoreRun.objects.exists())


def world_of(company: Tenant) -> str:
    """Return the name of the bundled world of a company's industry. Raises NoDemonstration."""
    if company.industry not in WORLDS:
        known = ", ".join(sorted(WORLDS))
        raise NoDemonstration(f"no demonstration data for the industry {company.industry!r}, only for {known}")
    return WORLDS[company.industry]


def _run(command: str, *arguments: str, tenant: str) -> None:
    quiet: dict[str, Any] = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command(command, *arguments, "--tenant", tenant, "--json", **quiet)
