"""Many companies brought up to date: one for real, the others by replay, none in the way of another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from django.db import connection

import tenants.members.migrations
from tenants.access import company_context
from tenants.models import MigrationResult, Tenant
from tenants.selectors.schemas import faults
from tenants.services.migrating import Migrated, migrate_companies
from tenants.services.onboarding import ensure_operator

pytestmark = pytest.mark.django_db

ADD_NOTE = """
    from django.db import migrations, models
    class Migration(migrations.Migration):
        dependencies = [("members", "0001_initial")]
        operations = [migrations.AddField("unit", "note", models.CharField(max_length=9, default="new"))]
"""
FILL_NOTE = """
    from django.db import migrations
    def fill(apps, editor):
        apps.get_model("members", "Unit").objects.update(note="filled")
    class Migration(migrations.Migration):
        dependencies = [("members", "0002_note")]
        operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
"""
RENAME_NOTE = """
    from django.db import migrations
    class Migration(migrations.Migration):
        dependencies = [("members", "0003_fill")]
        operations = [migrations.RenameField("unit", "note", "remark")]
"""


@pytest.fixture
def newer(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch, two_companies: None) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    """A folder for migrations of members that no company has yet."""
    ensure_operator()
    folder = tmp_path / "newer_members"
    folder.mkdir()
    (folder / "__init__.py").touch()
    for path in Path(tenants.members.migrations.__path__[0]).glob("0*.py"):
        shutil.copy(path, folder)
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"members": "newer_members"}
    yield folder


def units(tenant: Tenant, column: str) -> list[str]:
    with company_context(tenant), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM members_unit ORDER BY code")
        return [value for (value,) in cursor.fetchall()]


def add_unit(tenant: Tenant) -> None:
    with company_context(tenant), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO members_unit (id, code, name, kind, is_mapped) VALUES (uuidv7(), 'a', '', '', true)"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as if the row were committed


def test_nothing_to_do_is_said_for_each(newer: Path) -> None:
    done = migrate_companies()

    assert {outcome.company: outcome.method for outcome in done} == dict.fromkeys(
        ["acme", "globex", "operator"], "current"
    )


def test_the_first_is_migrated_and_the_others_replayed(newer: Path, acme: Tenant, globex: Tenant) -> None:
    (newer / "0002_note.py").write_text(dedent(ADD_NOTE))
    add_unit(globex)

    done = migrate_companies()

    assert [(outcome.company, outcome.method, outcome.error) for outcome in done] == [
        ("acme", "migrated", ""),
        ("globex", "replayed", ""),
        ("operator", "replayed", ""),
    ]
    assert units(globex, "note") == ["new"]
    assert {outcome.method for outcome in migrate_companies()} == {"current"}
    assert not [fault for fault in faults() if fault.fault == "migrations missing"]


def test_a_migration_of_data_runs_for_real_between_replayed_ones(newer: Path, acme: Tenant, globex: Tenant) -> None:
    (newer / "0002_note.py").write_text(dedent(ADD_NOTE))
    (newer / "0003_fill.py").write_text(dedent(FILL_NOTE))
    (newer / "0004_rename.py").write_text(dedent(RENAME_NOTE))
    add_unit(acme)
    add_unit(globex)

    done = migrate_companies()

    assert [outcome.migrations for outcome in done] == [3, 3, 3]
    assert units(acme, "remark") == units(globex, "remark") == ["filled"]


def test_one_broken_schema_does_not_stop_the_others(newer: Path, acme: Tenant, globex: Tenant) -> None:
    (newer / "0002_note.py").write_text(dedent(ADD_NOTE))
    with company_context(acme), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members_unit RENAME TO lost")
    heard: list[tuple[str, int, int]] = []

    def hear(outcome: Migrated, number: int, total: int) -> None:
        heard.append((outcome.company, number, total))

    done = {outcome.company: outcome for outcome in migrate_companies(on_done=hear)}

    assert "members_unit" in done["acme"].error
    assert done["globex"].error == done["operator"].error == ""
    assert units(globex, "note") == []
    assert heard == [("acme", 1, 3), ("globex", 2, 3), ("operator", 3, 3)]
    with company_context(acme), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lost RENAME TO members_unit")

    assert [outcome.error for outcome in migrate_companies()] == ["", "", ""]


def test_it_stops_after_so_many_failures_and_goes_on_with_those_that_failed(newer: Path, globex: Tenant) -> None:
    (newer / "0999_note.py").write_text(dedent(ADD_NOTE).replace("0002_note", "0999_note"))
    with company_context(globex), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE members_unit RENAME TO lost")

    done = migrate_companies(stop_after=1)

    assert [(one.company, one.method) for one in done] == [
        ("acme", "migrated"), ("globex", "failed"), ("operator", "not_tried"),
    ]  # fmt: skip
    with company_context(globex), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE lost RENAME TO members_unit")
    again = migrate_companies(only_failed=True)
    assert [(one.company, one.error) for one in again] == [("globex", ""), ("operator", "")]
    assert migrate_companies(only_failed=True) == []
    assert list(MigrationResult.objects.order_by("id").values_list("slug", "state")) == [
        ("acme", "done"), ("globex", "failed"), ("operator", "not_tried"), ("globex", "done"), ("operator", "done"),
    ]  # fmt: skip
