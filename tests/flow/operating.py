"""What the operator does by commands in story 3, in one process: `python -m tests.flow.operating FOLDER`.

Prints what was found: the set-up that was killed half-way, the archive restored, the company deleted, the others.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

from tests.faults.mover import answer, die, killed, sums

VALUES = ("--currency", "CNY", "--timezone", "Asia/Shanghai", "--locale", "zh-hans", "--industry", "bank")


def create(slug: str) -> dict[str, Any]:
    """Make a bank."""
    owner = f"boss@{slug}.example"
    return answer("tenant", "create", "--slug", slug, "--name", slug.title(), "--admin-email", owner, *VALUES)


def die_half_way() -> None:
    """Make a bank, and die when its tables are there."""
    from tenants.services import steps

    steps.ensure_roles = die
    create("third-bank")


def steps_of(slug: str) -> list[str]:
    """Return the steps of a company's set-ups, all of them."""
    from tenants.models import ProvisioningRun

    return [step["name"] for run in ProvisioningRun.objects.filter(slug=slug) for step in run.steps]


def main(folder: Path) -> dict[str, Any]:
    """Do it all."""
    found: dict[str, Any] = {"half": killed(die_half_way)}
    found["steps_then"] = steps_of("third-bank")
    found["resumed"] = create("third-bank")["created"]
    found["again"] = create("third-bank")["created"]
    found["steps"] = steps_of("third-bank")
    scored = answer("score", "--tenant", "first-bank")["periods"]
    before = sums("second-bank")
    archive = folder / "first-bank.zip"
    answer("tenant", "export", "first-bank", str(archive))
    answer("tenant", "restore", str(archive), "--slug", "copied-bank")
    again = answer("score", "--tenant", "copied-bank")["periods"]
    found["hashes"] = [[one["run_hash"] for one in periods] for periods in (scored, again)]
    found["readiness"] = answer("tenant", "readiness", "first-bank")["checks"]
    answer("tenant", "delete", "copied-bank", "--yes", "--now", "--confirm", "copied-bank")
    found["certificate"] = answer("tenant", "certificate", "copied-bank")
    found["others_are_same"] = before == sums("second-bank")
    found["healthy"] = answer("tenant", "doctor")["healthy"]
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(Path(sys.argv[1]))), flush=True)  # noqa: T201 - what the test reads
    os._exit(0)  # without waiting for the pools' threads
