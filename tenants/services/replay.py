"""Run migrations in the current schema while writing down what each one sends, and send that again elsewhere."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from django.db import connection, router
from django.db.migrations import Migration, RunPython, RunSQL, SeparateDatabaseAndState
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.operations.base import Operation

Key = tuple[str, str]

# Questions that Django asks while it migrates, its own notes of what is applied, and the marks of transactions:
# they are not part of what builds a schema.
_NOT_BUILDING = re.compile(
    r"""\s*(SELECT|SHOW|SET\s+search_path|SAVEPOINT|RELEASE|ROLLBACK|(INSERT\s+INTO|DELETE\s+FROM)\s+"django_migrations")\b""",
    re.IGNORECASE,
)
_READS_DATA = re.compile(r"\s*(SELECT|WITH|DO|CALL)\b", re.IGNORECASE)


@dataclass
class Step:
    """One migration and the statements that it sent, or None where they depend on the data that was there."""

    key: Key
    statements: list[str] | None = field(default_factory=list)


def is_replayable(migration: Migration) -> bool:
    """Return whether a migration sends the same statements in every company's schema.

    Python code and questions to the data may not; one that runs outside a transaction cannot be sent in one.
    """
    return bool(migration.atomic) and all(
        _same_everywhere(operation, migration.app_label) for operation in migration.operations
    )


def _same_everywhere(operation: Operation, app_label: str) -> bool:
    if not router.allow_migrate(connection.alias, app_label):
        return True  # the table lives in public: nothing is sent
    if isinstance(operation, SeparateDatabaseAndState):
        return all(_same_everywhere(inner, app_label) for inner in operation.database_operations)
    if isinstance(operation, RunPython):
        return False
    if isinstance(operation, RunSQL):
        return not any(_READS_DATA.match(text) for text in _texts(operation.sql))
    return type(operation).__module__.startswith(("django.db.migrations.", "django.contrib.postgres."))


def _texts(sql: Any) -> Iterator[str]:
    for part in [sql] if isinstance(sql, str) else sql:
        yield part if isinstance(part, str) else part[0]


def pending_here() -> list[Migration]:
    """Return the migrations that the current schema lacks, in order."""
    executor = MigrationExecutor(connection)
    return [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate_here(*, only: Key | None = None, up_to: Collection[Key] | None = None) -> list[Step]:
    """Bring the current schema up to date with Django's own executor; return what each migration sent.

    Each migration is its own transaction, so a run that was cut off goes on where it stopped. The table in which
    Django notes what is applied is made first and belongs to the first step. With `only`, one migration is run; with
    `up_to`, those and what they build on.
    """
    steps: list[Step] = []
    preamble: list[str] = []

    def begin(stage: str, migration: Any = None, fake: bool = False) -> None:
        if stage == "apply_start" and migration is not None:
            key = (migration.app_label, migration.name)
            steps.append(Step(key, [] if is_replayable(migration) else None))

    executor = MigrationExecutor(connection, cast("Any", begin))
    graph = executor.loader.graph
    targets = graph.leaf_nodes() if up_to is None else _last_of(graph, up_to)
    plan = executor.migration_plan(targets) if only is None else [(graph.nodes[only], False)]
    with _written_down(lambda: steps[-1].statements if steps else preamble):
        executor.recorder.ensure_schema()
        executor.migrate(targets, plan)
    if steps and steps[0].statements is not None:
        steps[0].statements[:0] = preamble
    return steps


def _last_of(graph: MigrationGraph, wanted: Collection[Key]) -> list[Key]:
    """Return those of some migrations that no other of them builds on."""
    chosen = {key for key in wanted if key in graph.nodes}
    return sorted(key for key in chosen if not any(child.key in chosen for child in graph.node_map[key].children))


@contextmanager
def _written_down(target: Callable[[], list[str] | None]) -> Iterator[None]:
    def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        answer = execute(sql, params, many, context)
        statements = target()
        text = str(sql)
        if statements is not None and not _NOT_BUILDING.match(text):
            statements.append(composed(text, params) if params else text)
        return answer

    with connection.execute_wrapper(note):
        yield


def composed(text: str, params: Any) -> str:
    """Return a statement with its parameters written into it."""
    return str(connection.ops.compose_sql(text, params))  # type: ignore[attr-defined]  # only PostgreSQL's has it


def replay_here(*, statements: str, migrations: Iterable[Key]) -> None:
    """Send recorded statements to the current schema and note their migrations as applied there."""
    apps, names = zip(*migrations, strict=True)
    with connection.cursor() as cursor:
        if statements:
            cursor.execute(statements)
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) SELECT app, name, clock_timestamp()"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS done(app, name, place) ORDER BY place",
            [list(apps), list(names)],
        )


def joined(statements: Iterable[str]) -> str:
    """Return statements as one text that can be sent at once."""
    return "".join(f"{text.rstrip().rstrip(';')};\n" for text in statements)
