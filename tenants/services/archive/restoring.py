"""Make a company of an archive: in an empty installation, or beside the living."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from tenants.access import COMMAND, Refusal, company_context
from tenants.jobs.models import Job
from tenants.members.services import ensure_roles
from tenants.models.provisioning import ProvisioningRun
from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Tenant
from tenants.selectors import forget_hosts
from tenants.selectors.files import company_folder
from tenants.selectors.schemas import missing_migrations, unknown_migrations
from tenants.services.archive.contents import tables_here
from tenants.services.archive.loading import Shift, load_table, require_whole
from tenants.services.archive.manifest import MANIFEST, BadArchive, Manifest
from tenants.services.archive.opening import Archive, check_all, opened
from tenants.services.archive.writing import export_company
from tenants.services.founding import found_company, wanted_company
from tenants.services.locks import named_lock
from tenants.services.outside import from_outside
from tenants.services.recording import recorded_ddl
from tenants.services.replay import migrate_here, replay_here
from tenants.services.telling import tell

type Progress = Callable[[str, int], None]


class CannotRestore(Refusal):
    """The archive is good, but it cannot become that company here."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A company that an archive became: its manifest, whether its tables were renewed, and the wall seconds taken."""

    company: Tenant
    manifest: Manifest
    migrations: int
    seconds: float


def restore_company(
    *, source: Path, slug: str, name: str | None = None, by: str = "", progress: Progress | None = None
) -> Restored:
    """Make a new company of an archive, wholly or not at all.

    Every checksum, count, name and type is checked. An archive of an older version is loaded into the tables of its
    time, which are then migrated. Facts keep their ids and order; counters are built anew with the next scoring, whose
    run hashes are those of the original. Work that was waiting is cancelled and nobody is signed in.

    Raises BadArchive for the archive, CannotRestore and BadCompany for the rest.
    """
    started = time.perf_counter()
    with from_outside(), opened(source) as archive:
        head = archive.manifest
        _require_known(head)
        check_all(archive)
        fields = {key: getattr(head.company, key) for key in ("industry", "currency", "timezone", "locale", "plan")}
        company = wanted_company(slug=slug, name=name or head.company.name, **fields)
        with named_lock(f"company {slug}"), _files_beside(archive, company) as move_files, transaction.atomic():
            if Tenant.objects.filter(slug=slug).exists():
                raise CannotRestore(f"company {slug} exists already: restore under another slug, or delete it first")
            found_company(company)
            migrations = _fill(company, archive, progress)
            _note(company, by, time.perf_counter() - started)
            told = {"from": head.company.slug, "made_at": head.made_at, "manifest": archive.digest}
            tell(company=company, actor=replace(COMMAND, name=by or COMMAND.name), action="tenant.restored", after=told)
            move_files()
    forget_hosts()
    return Restored(company, head, migrations, time.perf_counter() - started)


def clone_company(
    *, company: Tenant, slug: str, name: str | None = None, with_facts: bool = False, by: str = ""
) -> Restored:
    """Make a company like another: its people, journeys, plans and settings, and its facts and scores when asked.

    It is an export and a restore, so the copy is of one moment and shares nothing with the original. Passwords and
    keys are not copied. Raises what those two raise.
    """
    only: Sequence[str] | None = None if with_facts else settings.CLONE_WITHOUT_FACTS_TAKES
    with tempfile.TemporaryDirectory(prefix="huibao-clone-") as folder:
        archive = Path(folder) / f"{company.slug}.zip"
        export_company(company=company, target=archive, only=only)
        return restore_company(source=archive, slug=slug, name=name, by=by)


def _require_known(head: Manifest) -> None:
    unknown = unknown_migrations(frozenset(head.migrations))
    if unknown:
        names = ", ".join(".".join(key) for key in unknown[:3])
        raise BadArchive(f"{MANIFEST}: made by a newer version ({names}): upgrade this installation, then restore")
    if not head.migrations:
        raise BadArchive(f"{MANIFEST}: names no migrations, so the form of its tables is unknown")


def _fill(company: Tenant, archive: Archive, progress: Progress | None) -> int:
    """Make the tables of the archive's time, load them, renew them; return how many migrations were needed."""
    head = archive.manifest
    with company_context(company):
        missing = _build(head)
        tables = tables_here()
        shift = _shift(head)
        for part in head.tables:
            if part.name not in tables or part.name in settings.ARCHIVE_LEAVES_OUT:
                raise BadArchive(f"{part.member}: a company has no such table, or none that is restored")
            load_table(archive, part, tables[part.name], shift=shift)
            if progress:
                progress(part.name, part.rows)
        require_whole(archive)
        if missing:
            migrate_here()
        import_string(settings.TENANT_RESTORE_STEP)(made_at=head.made_at)
        _settle()
    company.status = Tenant.Status.ACTIVE
    company.second_factor_from = _moment(head.company.second_factor_from)
    company.save(update_fields=["status", "second_factor_from"])
    _schedule(company, head)
    return missing


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadArchive(f"{MANIFEST}: second_factor_from: {error}") from None
    if found.tzinfo is None:
        raise BadArchive(f"{MANIFEST}: second_factor_from has no time zone")
    return found


def _build(head: Manifest) -> int:
    applied = frozenset(head.migrations)
    missing = missing_migrations(applied)
    ddl = None if missing else recorded_ddl()
    if ddl is None:
        migrate_here(up_to=applied if missing else None)
    else:
        replay_here(statements=ddl.statements, migrations=[(app, name) for app, name in ddl.migrations])
    return len(missing)


def _shift(head: Manifest) -> Shift:
    """Return by how much transaction ids move, so that all are over here and keep their order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (oldest,) = cursor.fetchone()
    return Shift(by=int(oldest) - head.xid_limit - 1, limit=head.xid_limit)


def _settle() -> None:
    """Leave nothing that would start by itself: the original still does that work."""
    open_states = [Job.State.QUEUED, Job.State.RUNNING]
    Job.objects.filter(state__in=open_states).update(
        state=Job.State.CANCELLED, finished_at=timezone.now(), error="the company was restored from an archive"
    )
    ensure_roles()
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"ANALYZE {connection.ops.quote_name(name)}" for name in tables_here()))


def _schedule(company: Tenant, head: Manifest) -> None:
    import_string(settings.TENANT_SCHEDULE_STEP)(company=company)
    for part in head.schedules:
        if part.task in TenantSchedule.Task.values and part.cadence in TenantSchedule.Cadence.values:
            TenantSchedule.objects.filter(tenant=company, task=part.task).update(cadence=part.cadence)


def _note(company: Tenant, by: str, seconds: float) -> None:
    ProvisioningRun.objects.create(
        slug=company.slug,
        state=ProvisioningRun.State.DONE,
        method=ProvisioningRun.Method.RESTORED,
        steps=[{"name": "restored", "seconds": round(seconds, 3)}],
        seconds=seconds,
        requested_by=by[:255],
        created_at=timezone.now(),
    )


@contextmanager
def _files_beside(archive: Archive, company: Tenant) -> Iterator[Callable[[], None]]:
    """Unpack the files beside the company's folder; the function that is given moves them in, at the very end."""
    folder = company_folder(company.schema_name)
    beside = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(beside, ignore_errors=True)

    def move() -> None:
        if beside.exists():
            if folder.exists():
                raise CannotRestore(f"{folder} exists already, of a company that is gone: move it away first")
            beside.replace(folder)

    try:
        for part in archive.manifest.files:
            target = beside / part.path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                for piece in archive.pieces(part):
                    file.write(piece)
        yield move
    finally:
        shutil.rmtree(beside, ignore_errors=True)
