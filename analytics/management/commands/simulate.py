"""Write a synthetic company whose true effects are known."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analytics.simulation.errors import WorldError
from analytics.simulation.files import write_company
from analytics.simulation.generate import generate
from analytics.simulation.reader import read_world


class Command(BaseCommand):
    """Simulate a world and write it in the import formats, with the truth beside it."""

    help = "Write a synthetic company with known effects: import files, manifest.json, plan.json, truth.json."
    # They load every address and the whole API, and this needs neither.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the world, the folder and the form of the answer."""
        parser.add_argument("world", help="a TOML file, or the name of a bundled world: hotpot, shop")
        parser.add_argument("--out", required=True, type=Path, help="the folder to write, made when it is absent")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Simulate, write, and print what was written."""
        started = time.perf_counter()
        try:
            company = generate(read_world(options["world"]))
            rows = write_company(company, options["out"])
        except (WorldError, OSError) as error:
            raise CommandError(str(error)) from error
        answer = {
            "world": company.world.name,
            "seed": company.world.seed,
            "out": str(options["out"]),
            "manifest": str(options["out"] / "manifest.json"),
            "rows": rows,
            "plans": [plan.code for plan in company.world.plans],
            "seconds": round(time.perf_counter() - started, 3),
        }
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            counted = ", ".join(f"{count:,} {kind}" for kind, count in rows.items())
            self.stdout.write(f"{answer['world']}: {counted} -> {answer['manifest']} ({answer['seconds']} s)")
