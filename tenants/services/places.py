"""The two ends of a move: one company's schema in two databases."""

from dataclasses import dataclass

from django.db import connection

from tenants.access import company_context
from tenants.backend.routing import outside_in, own_transaction
from tenants.models.move import left_behind
from tenants.services.recording import recorded_ddl
from tenants.services.replay import migrate_here, replay_here


@dataclass(slots=True)
class End:
    """A company's schema in one of the databases, whether the company works there or not."""

    schema_name: str
    database: str


def exists(end: End) -> bool:
    """Return whether the schema is there."""
    with outside_in(end.database), own_transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [end.schema_name])
        return cursor.fetchone() is not None


def old_copy(end: End) -> End:
    """Return where the schema is kept after the company has left."""
    return End(left_behind(end.schema_name), end.database)


def drop(end: End) -> None:
    """Drop the schema with everything in it, if it is there."""
    with outside_in(end.database), own_transaction(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"DROP SCHEMA IF EXISTS {connection.ops.quote_name(end.schema_name)} CASCADE")


def set_aside(end: End) -> None:
    """Give the schema the name of an old copy: whoever still writes to the company there finds nothing."""
    quote = connection.ops.quote_name
    with outside_in(end.database), own_transaction(), connection.cursor() as cursor:
        cursor.execute(f"ALTER SCHEMA {quote(end.schema_name)} RENAME TO {quote(old_copy(end).schema_name)}")


def build(end: End) -> None:
    """Make the schema anew, with the tables of this code and no rows but those of the migrations."""
    ddl = recorded_ddl()
    drop(end)
    with outside_in(end.database), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {connection.ops.quote_name(end.schema_name)}")
    with company_context(end):
        if ddl is None:
            migrate_here()
            return
        with own_transaction():
            replay_here(statements=ddl.statements, migrations=[(app, name) for app, name in ddl.migrations])
