"""What each command is asked as another company: a new command, sub-command or option needs a row here.

Words in braces are names: acme's in one run, invented ones in the other.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

from feedback.services.intake import KINDS
from tests.isolation.planted import facts, plan_document

COMPANY_ROWS: dict[str, list[str]] = {
    "api_key create": ["--name {mark} --scopes feedback:read --expires 2027-01-01"],
    "api_key revoke": ["{prefix}", "{token}"],
    "audit check": ["", "--head 1:{mark}", "--file {folder}/audit.ndjson"],
    "audit export": ["{folder}/audit.ndjson"],
    "audit prune": ["--before 2020-01-01 --yes"],
    "import": [
        "--undo {batch}",
        "{folder}/answers.csv --kind feedback --errors {folder}/errors.csv",
        "{folder}/answers.csv --kind feedback --dry-run --source {mark}",
        "{folder}/wide.csv --kind feedback --mapping {folder}/mapping.json",
        "{folder}/reviews.ndjson --kind feedback --channel review_site",
        *(f"{{folder}}/{kind}.ndjson --kind {kind}" for kind in KINDS),
        "{folder}/units.csv --kind units",
    ],
    "dataset": ["{folder}/manifest.json"],
    "directory": [
        "{folder}/own_units.csv --kind units --dry-run --errors {folder}/directory.csv --language zh-hans",
        "{folder}/people.csv --kind people --replace --no-mail",
        "{folder}/people.csv --kind people --as ann@{mark}.example --origin https://{mark}.example",
    ],
    "settings show": [""],
    "settings import": ["{folder}/settings.json"],
    "score": ["", "--rebuild --scope segment", "--from 2026-06 --to 2026-06 --close", "--granularity quarter"],
    "report": ["--period 2026-06 --scope unit"],
    "schedule": ["--cadence weekly"],
    "whatif": [f"--period 2026-06 --touchpoint {code} --uplift 1 --cost 5" for code in ("queue", "{mark}-desk")],
    "plan import": ["{folder}/own_plan.json", "{folder}/plan.json"],
    "plan approve": ["--plan {mark}-care"],
    "calibration": [""],
    "evaluate": ["--plan {mark}-care"],
    "customers value": ["", "--period 2026-06 --customer {mark}-1 --limit 5"],
    "monitor": ["--as-of 2026-07-20 --fdr 0.1", "--touchpoint {mark}-desk"],
    "predict": [
        "--period 2026-07",
        "--period 2026-06 --later",
        *(f"--period 2026-07 --target attr:{name}" for name in ("segment", "{mark}")),
    ],
    "privacy access": ["--identifier {mark}-1 --word {mark} --out {folder}/access.json"],
    "privacy erase": ["--identifier {mark}-1 --word {mark} --reason {mark} --dry-run", "--identifier {mark}-1 --yes"],
    "privacy retention": ["--set logs=90 --apply", "--set texts=none --dry-run"],
    "privacy seal": [""],
    "privacy receipts": [""],
    "privacy erasures": ["{folder}/erasures.json"],
    "privacy reapply": ["{folder}/erased.json"],
    "scenario import": ["{folder}/scenario.json"],
    "scenario show": ["", "--scenario {mark}-idea"],
    "scenario compare": ["{mark}-idea {mark}-other"],
    "scenario adopt": ["{folder}/terms.json --scenario {mark}-idea"],
    "scenario delete": ["--scenario {mark}-idea"],
    "verify": [""],
}  # fmt: skip
# Commands of whoever runs the installation; they enter no company but those they are told of.
OTHER_ROWS: dict[str, str] = {
    "tenant create": "--slug third --name Third --admin-email ann@example.com --admin-password horse --api-key",
    "tenant list": "",
    "tenant migrate": "",
    "tenant move": "--slug doomed --give-up",
    "tenant doctor": "globex-full",
    "tenant suspend": "doomed",
    "tenant resume": "doomed",
    "tenant plan": "doomed trial",
    "operator create": "--email boss@operator.example --password three-blue-kettles-sing",
    "operator list": "",
    "operator remove": "nobody@operator.example",
    "operator reset": "nobody@operator.example",
    "tenant enter": "doomed --minutes 5 --reason ticket-4711-low-scores",
    "tenant readiness": "doomed",
    "tenant export": "doomed {folder}/doomed.zip",
    "tenant restore": "{folder}/doomed.zip --slug doomed-again",
    "tenant clone": "doomed --slug doomed-copy",
    "tenant delete": "doomed --yes --now --confirm doomed",
    "tenant certificate": "doomed",
    "demo": "--only hotpot",
    "simulate": "{folder}/world.toml --out {folder}/simulated",
    "graphql_schema": "--check",
    "api_changelog": "--check",
    "words": "--check",
    "prepare": "",
}
WORLD = """
name = "Tiny"
seed = 5
customers = 200
months = {start = 2026-01-01, count = 2}
traffic = {newcomers = 0.02, reactivation = 0.1}
loyalty = {intercept = 7.0, noise = 1.4}
[[touchpoints]]
code = "queue"
mean = 6.5
sd = 1.8
slope = 0.5
"""
COMMON_OPTIONS = {"--tenant", "--json"}


def our_commands() -> Iterator[tuple[str, BaseCommand, argparse.ArgumentParser]]:
    """Yield each command and sub-command of our apps, with its class and its parser."""
    root = Path(settings.BASE_DIR)
    ours = {config.name for config in apps.get_app_configs() if (root / config.name.replace(".", "/")).is_dir()}
    for name, app in sorted(get_commands().items()):
        if app not in ours:
            continue
        command = load_command_class(app, name)
        parser = command.create_parser("manage.py", name)
        nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        if not nested:
            yield name, command, parser
        for action in nested:
            yield from ((f"{name} {sub}", command, below) for sub, below in action.choices.items())


def own_options(parser: argparse.ArgumentParser) -> set[str]:
    """Return the options of a command that are neither Django's nor those of all our commands."""
    django = {option for action in BaseCommand().create_parser("", "")._actions for option in action.option_strings}
    found = {option for action in parser._actions for option in action.option_strings}
    return found - django - COMMON_OPTIONS


def write_files(folder: Path, mark: str) -> Path:
    """Write every file that the rows name: records with the ids that acme has, and names with a mark."""
    folder.mkdir()
    head = "external_id,occurred_at,nps,text\n"
    _write(folder / "answers.csv", f"{head}{mark}-1,2026-07-02,1,mine\nf0-2026-05,2026-07-02,1,\n{mark}-3,x,1,\n")
    _write(folder / "wide.csv", "id,when,grade\nf1-2026-05,2026-07-02,3\n")
    columns = {"id": "external_id", "when": "occurred_at", "grade": "rating"}
    _write(folder / "mapping.json", {"rename": columns, "set": {"rating_max": 5}})
    _write(folder / "reviews.ndjson", {"review_id": "f2-2026-05", "posted_at": "2026-07-02T10:00:00Z", "stars": 4})
    for kind, records in facts("mine", seed=9).items():
        _write(folder / f"{kind}.ndjson", "\n".join(json.dumps(record) for record in records[:5]))
    _write(folder / "units.csv", f"code,parent,name,kind\n{mark}-shop0,,Mine,shop\n")
    _write(folder / "own_units.csv", f"code,parent\n{mark}-mine,{mark}-shop0\n")
    _write(folder / "people.csv", f"email,role,units\nann@{mark}.example,viewer,{mark}-shop0\n")
    _write(folder / "manifest.json", {
        "settings": {"minimum_n": 7}, "imports": [{"kind": kind, "file": f"{kind}.ndjson"} for kind in KINDS],
    })  # fmt: skip
    _write(folder / "world.toml", WORLD)
    _write(folder / "erased.json", "[]")
    _write(folder / "settings.json", {"minimum_n": 5})
    plan = plan_document(mark)
    _write(folder / "plan.json", plan)
    move = {"touchpoint": "queue", "uplift": 0.5}
    _write(folder / "scenario.json", {"code": f"{mark}-mine", "title": mark, "period": "2026-06", "moves": [move]})
    _write(folder / "terms.json", {
        "baseline_from": "2026-01-01", "start_date": "2026-06-01", "evaluate_to": "2026-08-01",
        "treated_units": [f"{mark}-shop0"],
    })  # fmt: skip
    later = {"start_date": "2098-01-01", "evaluate_to": "2099-01-01"}
    _write(folder / "own_plan.json", plan | later | {"treated_units": [], "control_units": []})
    return folder


def _write(path: Path, content: str | dict[str, Any]) -> None:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
