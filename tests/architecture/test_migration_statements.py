"""The statements of our migrations, looked over by a linter of PostgreSQL migrations."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tenants.services.migrating import LOCK_PATIENCE

SQUAWK = Path(sys.executable).with_name("squawk")
# What does not hold here: a migration may take its time, only its locks are short; and the texts with a length are few
# rows of the shared tables, where widening one rewrites nothing.
EXCUSED = ("require-statement-timeout", "prefer-text-field")


def ours():
    """Return (app, name) of every migration that is written here."""
    own = ("tenants", "journeys", "feedback", "analytics")
    here = {config.label for config in apps.get_app_configs() if config.name.split(".")[0] in own}
    return sorted(key for key in MigrationLoader(None).disk_migrations if key[0] in here)


def findings(statements, tmp_path):
    """Return what the linter says about statements that run as the company migrations do, under a lock timeout."""
    path = tmp_path / "migration.sql"
    path.write_text(f"SET lock_timeout = '{LOCK_PATIENCE}';\n{statements}")
    options = [f"--exclude={','.join(EXCUSED)}", "--pg-version=18.0", "--reporter=gcc"]
    done = subprocess.run([SQUAWK, *options, path], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


@pytest.mark.django_db
@pytest.mark.parametrize(("app", "name"), ours(), ids=[f"{app}-{name}" for app, name in ours()])
def test_a_migration_locks_no_table_for_long(app, name, tmp_path):
    statements = StringIO()
    call_command("sqlmigrate", app, name, stdout=statements, no_color=True)

    assert findings(statements.getvalue(), tmp_path) == (0, "")


def test_a_migration_that_would_rewrite_a_table_is_found(tmp_path):
    code, said = findings("BEGIN;\nALTER TABLE t ALTER COLUMN a TYPE bigint;\nCOMMIT;\n", tmp_path)

    assert code == 1
    assert "changing-column-type" in said
