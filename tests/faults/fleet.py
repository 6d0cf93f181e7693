"""Migrate all companies of a stack with code that has one more migration: `python -m tests.faults.fleet`.

Prints how many were migrated, by hand or in what was done before it was cut off, and how many failed.
"""

import json

import django

MIGRATION = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("members", {last!r})]
    operations = [migrations.AddField("unit", "fleet_note", models.CharField(max_length=9, null=True))]
"""


def main() -> dict[str, object]:
    """Migrate, and say what became of each company."""
    from bench.fleet import newer_code
    from tenants.services.migrating import migrate_companies

    with newer_code(MIGRATION):
        done = migrate_companies()
    methods = sorted({one.method for one in done})
    return {"companies": len(done), "failed": [one.error for one in done if one.error], "methods": methods}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))  # noqa: T201 - what the test reads
