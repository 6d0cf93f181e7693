"""Move a company to another database and back, and be killed at every step: run beside a stack, prints what was found.

`python -m tests.faults.mover SLUG QUIET`: QUIET is a company that nobody writes to and that must stay as it is.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from io import StringIO
from typing import Any

import django

STEPS = ("announce", "build", "copy", "pause", "switch")


def killed(work: Callable[[], object]) -> float:
    """Do something in a process that kills itself in the middle; return how long it lived."""
    from django.db import connections

    for line in connections.all():  # none may be shared with the child, which also lacks the pools' threads
        line.close()
        line.close_pool()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            work()
        except Exception:  # noqa: BLE001 - whatever it is, it is told, and the parent fails
            traceback.print_exc()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"it was not killed but ended with {status}"
    return round(time.monotonic() - began, 2)


def die(*_: object) -> None:
    """End as kill -9 does."""
    os.kill(os.getpid(), signal.SIGKILL)


def answer(*words: str) -> dict[str, Any]:
    """Return what a command prints."""
    from django.core.management import call_command

    out = StringIO()
    call_command(*words, "--json", stdout=out, stderr=sys.stderr)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def schemas(slug: str) -> dict[str, list[str]]:
    """Return the company's schemas in each database."""
    from tenants.backend.routing import databases, outside_in
    from tenants.selectors.schemas import tables_by_schema

    found = {}
    for database in databases():
        with outside_in(database):
            found[database] = sorted(name for name in tables_by_schema() if name.startswith(slug))
    return found


def move(slug: str, to: str, on_step: Callable[[str], None]) -> None:
    """Move a company, as the command does."""
    from tenants.selectors import company_by_slug
    from tenants.services.moving import move_company

    move_company(company=company_by_slug(slug), to=to, on_step=on_step)


def die_between(slug: str) -> None:
    """Die when the old copy is set aside and nobody knows yet where the company is."""
    from tenants.services.moving import switching

    switching.work_there = die  # type: ignore[assignment]  # it does not return
    move(slug, "default", lambda step: None)


def sums(slug: str) -> list[Any]:
    """Return rows and checksums of a company's tables."""
    from tenants.selectors import company_by_slug
    from tenants.selectors.checksums import checksums

    return sorted((name, one.rows, one.checksum) for name, one in checksums(company_by_slug(slug)).items())


def there_and_back(slug: str, quiet: str) -> dict[str, Any]:
    """Do all of it and return what was found."""

    found: dict[str, Any] = {"quiet": sums(quiet)}
    found["killed"] = {
        step: killed(lambda step=step: move(slug, "second", lambda now: die() if now == step else None))  # type: ignore[misc]
        for step in STEPS
    }
    found["there"] = answer("tenant", "move", "--slug", slug, "--to", "second")
    found["when_there"] = schemas(slug)
    found["healthy"] = [answer("tenant", "doctor")["healthy"]]
    answer("tenant", "move", "--slug", slug, "--confirm")
    answer("tenant", "migrate")
    answer("score", "--tenant", slug)
    found["differences"] = answer("verify", "--tenant", slug)["differences"]
    found["killed"]["between"] = killed(lambda: die_between(slug))
    found["when_between"] = schemas(slug)
    found["back"] = answer("tenant", "move", "--slug", slug, "--to", "default")
    answer("tenant", "move", "--slug", slug, "--confirm")
    found["when_back"] = schemas(slug)
    found["healthy"].append(answer("tenant", "doctor")["healthy"])
    found["whole"] = answer("audit", "check", "--tenant", slug)["whole"]
    found["quiet_is_same"] = found.pop("quiet") == sums(quiet)
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(there_and_back(*sys.argv[1:])))  # noqa: T201 - what the test reads
