"""Keep the statements that build a company's schema, so that a new company need not run the migrations.

The migrations run once into a scratch schema that is rolled back; what they sent is stored under a digest of all
migration files. A changed or added file has another digest, and the next set-up records again.
"""

import hashlib
import inspect
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from tenants.access import company_context
from tenants.models.provisioning import RecordedDdl
from tenants.services.locks import named_lock
from tenants.services.replay import is_replayable, joined, migrate_here, pending_here

SCRATCH_SCHEMA = "_recording"


class Scratch:
    """A schema that exists only inside the transaction that records."""

    schema_name = SCRATCH_SCHEMA


@cache
def migrations_digest() -> str:
    """Return a digest of all that the recorded statements depend on. Files do not change while a process runs."""
    digest = hashlib.sha256(repr((django.VERSION, sorted(settings.TENANT_APPS))).encode())
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        folder = Path(config.path) / "migrations"
        for path in sorted(folder.glob("*.py")):
            digest.update(f"{config.label}/{path.name}\0".encode() + path.read_bytes())
    digest.update(inspect.getsource(inspect.getmodule(is_replayable) or is_replayable).encode())
    return digest.hexdigest()


def recorded_ddl() -> RecordedDdl | None:
    """Return the statements of a new company's schema, recording them first when there are none.

    None when some migration works on data: such a schema has to be migrated for real.
    """
    digest = migrations_digest()
    found = RecordedDdl.objects.filter(state_hash=digest).first()
    if found:
        return found
    with named_lock("record company ddl"):
        return RecordedDdl.objects.filter(state_hash=digest).first() or _record(digest)


def _record(digest: str) -> RecordedDdl | None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE SCHEMA "{SCRATCH_SCHEMA}"')
        with company_context(Scratch()):
            if not all(is_replayable(migration) for migration in pending_here()):
                transaction.set_rollback(True)
                return None
            steps = migrate_here()
        transaction.set_rollback(True)
    return RecordedDdl.objects.create(
        state_hash=digest,
        statements=joined(text for step in steps for text in step.statements or []),
        migrations=[list(step.key) for step in steps],
    )
