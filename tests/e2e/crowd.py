"""A company that has much of everything, under names of sixty letters: forty touchpoints with a month of scores."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

SLUG, PERIOD = "crowd", "2026-09"
TOUCHPOINTS, CUSTOMERS, UNITS, STAGES, PLANS = 40, 500, 4, 5, 6
ANSWERED = 24
LETTERS = 60

type Row = dict[str, object]


def long_name(what: str, number: int = 0) -> str:
    """Return a name of sixty letters; every other one has no blank at which a line could be broken.

    >>> len(long_name("Queue", 3)), len(long_name("Queue", 4))
    (60, 60)
    """
    filler = "goes on and on and " if number % 2 else "GoesOnAndOnAnd"
    return f"{what}{number:02d}{' ' if number % 2 else ''}{filler * 6}"[: LETTERS - 1] + "x"


def long_chinese(what: str, number: int = 0) -> str:
    """Return the same in Chinese."""
    return f"{what}{number:02d}{'很长的名字一直写下去' * 6}"[:LETTERS]


def code_of(number: int) -> str:
    """Return the code of a touchpoint."""
    return f"tp-{number:02d}"


def write_crowd(folder: Path) -> dict[str, Path]:
    """Write the company's data as files to import, in the order of importing."""
    chance = random.Random(20261122)
    moods = {f"c{number}": chance.gauss(0, 0.7) for number in range(CUSTOMERS)}
    kinds = {
        "units": _units(), "customers": _customers(moods), "feedback": _feedback(moods, chance),
        "orders": _orders(moods, chance),
    }  # fmt: skip
    return {kind: _written(folder / f"{kind}.csv", rows) for kind, rows in kinds.items()}


def _units() -> Iterator[Row]:
    for number in range(UNITS):
        yield {"code": f"u{number}", "name": long_name("Branch", number), "kind": "restaurant"}


def _customers(moods: dict[str, float]) -> Iterator[Row]:
    for place, code in enumerate(moods):
        segment = long_name("Segment", place % 3)
        yield {"external_id": code, "created_at": "2026-05-01T09:00:00+08:00", "attr.segment": segment}


def _feedback(moods: dict[str, float], chance: random.Random) -> Iterator[Row]:
    for place, (customer, mood) in enumerate(moods.items()):
        day, answer = f"2026-09-{1 + place % 28:02d}T12:00:00+08:00", f"a-{customer}"
        about = {"response": answer, "customer": customer, "occurred_at": day, "unit": f"u{place % UNITS}"}
        scores = []
        for number in sorted(chance.sample(range(TOUCHPOINTS), ANSWERED)):
            rating = min(5, max(1, round(3.6 + mood + chance.gauss(0, 0.8) - number / 80)))
            scores.append(rating)
            rated = {"touchpoint": code_of(number), "rating": rating, "rating_max": 5}
            yield about | rated | {"external_id": f"{answer}-{number}", "nps": ""}
        nps = min(10, max(0, round(2 * sum(scores) / len(scores) + chance.gauss(0.3, 1))))
        yield about | {"external_id": answer, "touchpoint": "", "rating": "", "rating_max": "", "nps": nps}


def _orders(moods: dict[str, float], chance: random.Random) -> Iterator[Row]:
    for customer, mood in moods.items():
        for month in (8, 9, 10):
            if month == 9 or chance.random() < 0.5 + mood / 4:
                yield {
                    "external_id": f"o-{customer}-{month}", "customer": customer, "amount": f"{200 + 20 * mood:.2f}",
                    "occurred_at": f"2026-{month:02d}-15T19:00:00+08:00", "currency": "CNY",
                }  # fmt: skip


def _written(path: Path, rows: Iterable[Row]) -> Path:
    listed = list(rows)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return path


def fill_crowd() -> None:
    """Import the data into the current company, name everything, lay out its journey, score the month, write plans."""
    from django.core.management import call_command

    from analytics.models.score_run import ScoreRun

    if ScoreRun.objects.exists():
        return
    quiet = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        for kind, path in write_crowd(Path(folder)).items():
            call_command("import", "--tenant", SLUG, "--kind", kind, str(path), "--json", stdout=quiet, stderr=quiet)
    name_touchpoints()
    lay_out()
    call_command("score", "--tenant", SLUG, "--from", PERIOD, "--to", PERIOD, "--json", stdout=quiet, stderr=quiet)
    write_plans()


def name_touchpoints() -> None:
    """Give departments and touchpoints their names."""
    from journeys.models import Touchpoint
    from journeys.services.touchpoints import update_touchpoint
    from tenants.access import COMMAND
    from tenants.members.models import Department

    department = {"name_zh": long_chinese("部门"), "name_en": long_name("Department")}
    Department.objects.get_or_create(code="long", defaults=department)
    for number in range(TOUCHPOINTS):
        names = {"name_zh": long_chinese("触点", number), "name_en": long_name("Touchpoint", number)}
        found = Touchpoint.objects.get(code=code_of(number))
        update_touchpoint(actor=COMMAND, id=found.pk, owner="long", **names)


def lay_out() -> None:
    """Publish a journey with all touchpoints."""
    from django.utils import timezone

    from journeys.models import JourneyVersion, Stage
    from journeys.services.journeys import create_journey
    from journeys.services.placements import place_touchpoint
    from journeys.services.stages import create_stage
    from journeys.services.versions import publish_version
    from tenants.access import COMMAND

    names = {"name_zh": long_chinese("旅程"), "name_en": long_name("Journey")}
    journey = create_journey(actor=COMMAND, code="long", **names)
    draft = JourneyVersion.objects.get(journey=journey)
    for place in range(STAGES):
        called = {"name_zh": long_chinese("阶段", place), "name_en": long_name("Stage", place)}
        create_stage(actor=COMMAND, version_id=draft.pk, code=f"s{place}", **called)
    stages = list(Stage.objects.filter(version=draft).order_by("position"))
    for number in range(TOUCHPOINTS):
        stage = stages[number * STAGES // TOUCHPOINTS]
        place_touchpoint(actor=COMMAND, version_id=draft.pk, stage_id=stage.pk, touchpoint=code_of(number))
    publish_version(actor=COMMAND, version_id=draft.pk, as_of=timezone.now())


def write_plans() -> None:
    """Write plans under long names, in several states."""
    from journeys.services.plan_life import create_plan, submit_plan
    from tenants.access import COMMAND

    for number in range(PLANS):
        document = {
            "code": f"plan-{number}", "title": long_name("Plan", number), "touchpoint": code_of(number),
            "metric": "value", "currency": "CNY", "unit_of_effect": "unit", "treated_units": ["u0"],
            "baseline_from": "2026-07-01", "start_date": "2026-12-01", "evaluate_to": "2027-03-01",
            "cost": "12345678.00", "lead_department": "long", "owner": "crowd@crowd.example",
        }  # fmt: skip
        plan = create_plan(document, actor=COMMAND)
        if number % 2:
            submit_plan(actor=COMMAND, id=plan.pk)
