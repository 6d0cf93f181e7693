"""The life of many companies: made, migrated with one broken, exported, restored, deleted; the others as they were.

`python -m bench.fleet --companies 200` prints one line a step and exits non-zero when a promise is not kept.
"""

# ruff: noqa: PLC0415 - settings are read when Django is imported, and the servers come first

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("members", {last!r})]
    operations = [migrations.AddField("unit", "fleet_note", models.CharField(max_length=9, default="new"))]
"""


def timed[T](name: str, work: Callable[[], T]) -> T:
    """Do one step and print how long it took."""
    started = time.perf_counter()
    result = work()
    print(f"{name}: {time.perf_counter() - started:.2f} s", flush=True)
    return result


def require(holds: bool, promise: str) -> None:
    """Print a promise; end when it is not kept."""
    print(f"  {'kept' if holds else 'BROKEN'}: {promise}", flush=True)
    if not holds:
        sys.exit(1)


def facts(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Return the facts of a small company."""
    rng = random.Random(seed)
    feedback, orders = [], []
    for customer in range(60):
        for month in range(1, 5):
            day = f"2026-{month:02d}-{rng.randint(1, 28):02d}T12:00:00+08:00"
            common = {"response": f"r{customer}-{month}", "customer": f"c{customer}", "occurred_at": day}
            feedback.append({**common, "external_id": f"f{customer}-{month}", "nps": rng.randint(0, 10)})
            rating = {"touchpoint": "queue", "rating": rng.randint(1, 5), "rating_max": 5}
            feedback.append({**common, "external_id": f"q{customer}-{month}", **rating})
            order = {"external_id": f"o{customer}-{month}", "customer": f"c{customer}", "occurred_at": day}
            orders.append({**order, "amount": rng.randint(20, 200)})
    return {"feedback": feedback, "orders": orders}


@contextmanager
def newer_code(migration: str = MIGRATION) -> Iterator[None]:
    """Let the code have one more migration than the companies."""
    from django.test import override_settings

    import tenants.members.migrations as real

    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "fleet_members"
        package.mkdir()
        for path in Path(real.__path__[0]).glob("*.py"):
            (package / path.name).write_text(path.read_text())
        (package / "__init__.py").touch()
        last = max(path.stem for path in package.glob("0*.py"))
        (package / "9000_fleet.py").write_text(migration.format(last=last))
        sys.path.insert(0, folder)
        with override_settings(MIGRATION_MODULES={"members": "fleet_members"}):
            yield
        sys.path.remove(folder)


def run(count: int) -> None:
    """Do all steps with so many companies and remove them at the end."""
    from tenants.models import Tenant
    from tenants.services.closing import delete_company
    from tenants.services.onboarding import create_company

    slugs = [f"fleet{number}" for number in range(count)]
    make = {"name": "Fleet", "currency": "CNY", "timezone": "Asia/Shanghai", "locale": "zh-hans", "industry": "dining"}
    try:
        made = timed(f"create {count} companies", lambda: [create_company(slug=slug, **make).company for slug in slugs])
        live(made)
    finally:
        left = list(Tenant.objects.filter(slug__startswith="fleet"))
        timed(f"delete the {len(left)} that are left", lambda: [delete_company(company=one) for one in left])


def live(made: list[Any]) -> None:
    """Migrate, export, restore and delete; check that the others are as they were."""
    from django.utils import timezone

    from analytics.services.scoring.score import score_company
    from feedback.services.intake import ingest_records
    from tenants.access import COMMAND, company_context
    from tenants.selectors.checksums import checksums
    from tenants.services.archive import export_company, restore_company
    from tenants.services.certificates import broken_certificates
    from tenants.services.closing import delete_company

    first, broken, doomed, *others = made
    now = timezone.now()

    def hashes(company: Any, *, rebuild: bool = False) -> dict[str, str]:
        with company_context(company):
            return {one.label: one.run_hash for one in score_company(company=company, now=now, rebuild=rebuild)}

    with company_context(first):
        for kind, records in facts(1).items():
            ingest_records(kind=kind, records=records, received_at=now, actor=COMMAND)
    scored = timed("score one company", lambda: hashes(first))
    before = timed("checksums of the others", lambda: {one.slug: checksums(one) for one in others})
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "first.zip"
        timed("export it", lambda: export_company(company=first, target=target))
        restored = timed("restore it beside the living", lambda: restore_company(source=target, slug="fleet-again"))
        again = timed("score the restored from nothing", lambda: hashes(restored.company, rebuild=True))
        require(again == scored and len(scored) > 1, f"{len(scored)} run hashes are equal")
    same = before == {one.slug: checksums(one) for one in others}
    require(same, f"rows and checksums of the other {len(others)} are unchanged by export and restore")
    with newer_code():
        migrate(broken)
        take_back()
    before = {one.slug: checksums(one) for one in others}
    proof = timed("delete one", lambda: delete_company(company=doomed))
    after = {one.slug: checksums(one) for one in others}
    require(before == after, f"rows and checksums of the other {len(others)} are unchanged by the deletion")
    require(broken_certificates() == [], f"certificate {proof.number} follows the chain")


def migrate(broken: Any) -> None:
    """Migrate all while one is broken: stopped at the first failure, gone on with, and the one retried when mended."""
    from django.db import connection

    from tenants.access import company_context
    from tenants.services.migrating import NOT_TRIED, migrate_companies

    def rename(old: str, new: str) -> None:
        with company_context(broken), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")

    rename("members_unit", "lost")
    stopped = timed("migrate all, one broken, stop at the first failure", lambda: migrate_companies(stop_after=1))
    left = [one for one in stopped if one.method == NOT_TRIED]
    failed = [one.company for one in stopped if one.error and one.method != NOT_TRIED]
    require(failed == [broken.slug] and len(left) > 0, f"{len(left)} of {len(stopped)} were not tried after it")
    done = timed("go on with those", lambda: migrate_companies(only_failed=True))
    failed = [one.company for one in done if one.error]
    require(failed == [broken.slug] and len(done) == len(left) + 1, f"one of {len(done)} failed, the others are done")
    rename("lost", "members_unit")
    again = timed("retry the failed one", lambda: migrate_companies(only_failed=True))
    require([(one.company, one.error) for one in again] == [(broken.slug, "")], "only it was tried, and done")
    current = timed("once more", migrate_companies)
    require({one.method for one in current} == {"current"}, f"all {len(current)} are at the head")


def take_back() -> None:
    """Take the extra column away everywhere, so that the installation is as before."""
    from django.db import connection

    from tenants.selectors.schemas import tables_by_schema

    with connection.cursor() as cursor:
        for schema, tables in tables_by_schema().items():
            if "members_unit" in tables:
                cursor.execute(f'ALTER TABLE "{schema}".members_unit DROP COLUMN IF EXISTS fleet_note')
                cursor.execute(f"DELETE FROM \"{schema}\".django_migrations WHERE name = '9000_fleet'")


def main(arguments: list[str]) -> None:
    """Start the servers and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=200, help="how many; at least 4")
    count = max(4, parser.parse_args(arguments).companies)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ["DEMO"] = "0"
    from config.embedded.lease import running, wanted_servers
    from config.env import Environment

    with running(wanted_servers(Environment())):
        import django

        django.setup()
        from django.core.management import call_command

        call_command("prepare", stdout=sys.stderr)
        timed("all together", lambda: run(count))


if __name__ == "__main__":
    main(sys.argv[1:])
