"""What is written down while migrations run, and what is not."""

from __future__ import annotations

import pytest
from django.db import connection, migrations, models

from tenants.access import company_context
from tenants.models import RecordedDdl, Tenant
from tenants.services.replay import is_replayable, joined


def migration(*operations: object, label: str = "members", atomic: bool = True) -> migrations.Migration:
    made = migrations.Migration("0002_x", label)
    made.operations = list(operations)
    made.atomic = atomic
    return made


class Own(migrations.AddField):
    pass


Own.__module__ = "elsewhere"
FIELD = models.IntegerField(null=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (migration(), True),
        (migration(migrations.AddField("unit", "x", FIELD)), True),
        (migration(migrations.RunSQL("CREATE INDEX x ON members_unit (name)")), True),
        (migration(migrations.RunSQL([("ALTER TABLE members_unit SET (fillfactor = 80)", None)])), True),
        (migration(migrations.RunSQL("SELECT setval('x', max(id)) FROM y")), False),
        (migration(migrations.RunPython(migrations.RunPython.noop)), False),
        (migration(migrations.RunPython(migrations.RunPython.noop), label="contenttypes"), True),
        (migration(migrations.SeparateDatabaseAndState([migrations.RunPython(migrations.RunPython.noop)])), False),
        (migration(Own("unit", "x", FIELD)), False),
        (migration(atomic=False), False),
    ],
)
def test_only_what_is_the_same_everywhere_is_replayed(acme: Tenant, made: migrations.Migration, expected: bool) -> None:
    with company_context(acme):
        assert is_replayable(made) is expected


@pytest.mark.django_db
def test_recorded_statements_name_no_schema(acme: Tenant) -> None:
    statements = RecordedDdl.objects.get().statements

    assert 'CREATE TABLE "members_unit"' in statements
    assert "_recording" not in statements
    assert "search_path" not in statements
    assert "SELECT" not in statements.upper().split("CREATE INDEX")[0]


@pytest.mark.django_db
def test_a_replayed_schema_equals_a_migrated_one(acme: Tenant) -> None:
    """Compare columns, constraints and indexes of acme with those of a schema that Django migrates for real."""
    from tenants.services.replay import migrate_here

    class Real:
        schema_name = "for_real"

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA for_real")
    with company_context(Real()):
        migrate_here()

    assert shape("for_real") == shape("acme")


def shape(schema: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'column', table_name, column_name, data_type, is_nullable, column_default, is_identity
              FROM information_schema.columns WHERE table_schema = %(schema)s
            UNION ALL
            SELECT 'index', tablename, indexname, replace(indexdef, %(schema)s || '.', ''), '', '', ''
              FROM pg_indexes WHERE schemaname = %(schema)s
            UNION ALL
            SELECT 'constraint', conname, contype::text, replace(pg_get_constraintdef(oid), %(schema)s || '.', ''),
                   '', '', ''
              FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace
            ORDER BY 1, 2, 3, 4
            """,
            {"schema": schema},
        )
        return list(cursor.fetchall())


def test_statements_are_joined_with_one_semicolon_each() -> None:
    assert joined(["CREATE TABLE a ()", "DROP TABLE a;"]) == "CREATE TABLE a ();\nDROP TABLE a;\n"
