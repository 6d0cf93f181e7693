"""Migrate a fleet so slowly that it can be killed half-way: `python -m tests.faults.slow_fleet plant|migrate|look`.

Each company has a unit on which the migration leaves a mark each time it runs. `migrate` prints a line a company.
"""

import json
import sys
from typing import Any

import django

SECONDS = 0.8
MARK = "x"
MIGRATION = """
import time
from django.db import migrations, models
def wait(apps, editor):
    time.sleep({seconds})
def mark(apps, editor):
    for unit in apps.get_model("members", "Unit").objects.filter(code="fleet"):
        unit.fleet_note = (unit.fleet_note or "") + "{mark}"
        unit.save()
class Migration(migrations.Migration):
    dependencies = [("members", {last!r})]
    operations = [
        migrations.RunPython(wait),
        migrations.AddField("unit", "fleet_note", models.CharField(max_length=9, null=True)),
        migrations.RunPython(mark),
    ]
"""
LOOK = """SELECT (SELECT count(*) FROM "{0}".django_migrations WHERE name = '9000_fleet'),
  (SELECT max(fleet_note) FROM "{0}".members_unit WHERE code = 'fleet')"""


def plant() -> dict[str, Any]:
    """Give each company the unit that is marked."""
    from tenants.access import company_context
    from tenants.members.services import ensure_units
    from tenants.selectors import companies

    for company in companies():
        with company_context(company):
            ensure_units(["fleet"])
    return {"companies": [company.slug for company in companies()]}


def migrate() -> dict[str, Any]:
    """Migrate all, and say of each what became of it as soon as it is known."""
    from bench.fleet import newer_code
    from tenants.services.migrating import Migrated, migrate_companies

    def tell(one: Migrated, number: int, total: int) -> None:
        said = {"slug": one.company, "method": one.method, "error": one.error, "number": number, "total": total}
        print(json.dumps(said), flush=True)  # noqa: T201 - what the test reads

    with newer_code(MIGRATION.replace("{seconds}", str(SECONDS)).replace("{mark}", MARK)):
        done = migrate_companies(on_done=tell)
    return {
        "failed": [one.company for one in done if one.error],
        "current": sum(one.method == "current" for one in done),
    }


def look() -> dict[str, Any]:
    """Return of each company how often the migration is noted, and the marks that it left."""
    from django.db import connection

    from tenants.selectors import companies

    found = {}
    for company in companies():
        with connection.cursor() as cursor:
            cursor.execute(LOOK.format(company.schema_name))
            found[company.slug] = cursor.fetchone()
    return found


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"plant": plant, "migrate": migrate, "look": look}[sys.argv[1]]()), flush=True)  # noqa: T201
