"""Write a company into one file, as it is at one moment, while it goes on working."""

import hashlib
import os
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tenants.access import COMMAND, Actor, Refusal, company_context
from tenants.models.schedule import TenantSchedule
from tenants.models.tenant import Tenant
from tenants.selectors.files import company_folder
from tenants.services.archive.contents import Table, left_out, question, tables_here
from tenants.services.archive.manifest import (
    FILES,
    FORMAT,
    MANIFEST,
    TABLES,
    CompanyPart,
    FilePart,
    Manifest,
    SchedulePart,
    TablePart,
    encode,
)
from tenants.services.telling import tell

CHUNK = 1024 * 1024
# JSON has neither of the two characters, so a row goes through COPY as it is.
_COPY = r"COPY ({}) TO STDOUT (FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02')"

type Progress = Callable[[str, int], None]


class CannotExport(Refusal):
    """The company, or the place for its archive, is not fit for an export."""


@dataclass(frozen=True, slots=True)
class Exported:
    """An archive that was written: its manifest, the digest of that, its size and the wall seconds taken."""

    manifest: Manifest
    digest: str
    bytes: int
    seconds: float


def export_company(
    *,
    company: Tenant,
    target: Path,
    with_credentials: bool = False,
    only: Sequence[str] | None = None,
    progress: Progress | None = None,
    actor: Actor = COMMAND,
) -> Exported:
    """Write the company as it is at this moment into one archive; memory does not grow with the company.

    Everything is read in one snapshot, while the company goes on taking feedback. The file gets its name when it is
    whole and on disk: an export that is cut off leaves none. Passwords and keys stay out unless asked for; `only`
    takes the tables whose names begin so. Both audits tell of it afterwards. Raises CannotExport.
    """
    if not company.is_readable:
        raise CannotExport(f"company {company.slug} is {company.status}: there is nothing to export")
    started = time.perf_counter()
    with _becoming(target) as part, company_context(company), _one_moment():
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            manifest = _fill(_Writer(archive, progress), company, with_credentials, only)
            text = encode(manifest)
            archive.writestr(MANIFEST, text)
        digest = hashlib.sha256(text).hexdigest()
        size = part.stat().st_size
    with transaction.atomic():
        told = {"rows": manifest.rows, "manifest": digest, "opens_doors": with_credentials}
        tell(company=company, actor=actor, action="tenant.exported", after=told)
    return Exported(manifest, digest, size, time.perf_counter() - started)


@contextmanager
def _becoming(target: Path) -> Iterator[Path]:
    """Give a file beside the target, readable by its owner only, which takes the target's name when it is whole."""
    if target.exists():
        raise CannotExport(f"{target} exists already: name another file or move it away")
    if not target.parent.is_dir():
        raise CannotExport(f"{target.parent} is no folder: make it first")
    for stale in target.parent.glob(f".{target.name}.*.part"):  # of an export that was killed
        stale.unlink(missing_ok=True)
    part = target.parent / f".{target.name}.{os.getpid()}.part"
    try:
        part.touch(mode=0o600)
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        raise CannotExport(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything in the block as it is when the block begins, and let nothing be written."""
    if connection.in_atomic_block:
        raise CannotExport("an export reads in a transaction of its own: ask for it outside of any")
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL timezone = 'UTC'; SET LOCAL statement_timeout = 0; SET LOCAL datestyle = 'ISO'")
        yield


def _fill(writer: "_Writer", company: Tenant, with_credentials: bool, only: Sequence[str] | None) -> Manifest:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (limit,) = cursor.fetchone()
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [(app, name) for app, name in cursor.fetchall()]
    out = left_out(with_credentials=with_credentials, only=only)
    schedules = TenantSchedule.objects.filter(tenant=company).order_by("task").values_list("task", "cadence")
    return Manifest(
        format=FORMAT,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        company=_part_of(company),
        migrations=migrations,
        xid_limit=limit,
        with_credentials=with_credentials,
        schedules=[SchedulePart(task, cadence) for task, cadence in schedules],
        tables=[writer.table(table, out) for name, table in tables_here().items() if name not in out],
        files=list(writer.files(company_folder(company.schema_name))) if only is None else [],
        left_out=out,
    )


def _part_of(company: Tenant) -> CompanyPart:
    begins = company.second_factor_from
    names = [name for name in CompanyPart.__struct_fields__ if name != "second_factor_from"]
    plain = {name: str(getattr(company, name)) for name in names}
    return CompanyPart(**plain, second_factor_from=begins.isoformat() if begins else None)


class _Writer:
    """Streams tables and files into an archive, counting and hashing what goes in."""

    def __init__(self, archive: zipfile.ZipFile, progress: Progress | None) -> None:
        self.archive = archive
        self.progress = progress

    def table(self, table: Table, out: dict[str, str]) -> TablePart:
        """Write all rows of a table."""
        with connection.cursor() as cursor, cursor.copy(_COPY.format(question(table, out))) as rows:
            size, count, digest = self._member(f"{TABLES}{table.name}.ndjson", rows)
        if self.progress:
            self.progress(table.name, count)
        return TablePart(name=table.name, columns=table.names(), rows=count, bytes=size, sha256=digest)

    def files(self, folder: Path) -> Iterator[FilePart]:
        """Write every file below a folder but those that are left out; links are not followed."""
        found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        for path in found:
            name = path.relative_to(folder).as_posix()
            if name.partition("/")[0] in settings.ARCHIVE_LEAVES_OUT_FOLDERS:
                continue
            with path.open("rb") as content:
                size, _, digest = self._member(FILES + name, iter(lambda: content.read(CHUNK), b""))
            yield FilePart(path=name, bytes=size, sha256=digest)

    def _member(self, name: str, pieces: Iterable[Any]) -> tuple[int, int, str]:
        """Write a member; return its size, its lines and its SHA-256."""
        digest, size, lines, waiting = hashlib.sha256(), 0, 0, bytearray()
        with self.archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                waiting += piece
                if len(waiting) >= CHUNK:
                    size, lines = size + len(waiting), lines + waiting.count(b"\n")
                    digest.update(waiting)
                    member.write(waiting)
                    waiting = bytearray()
            digest.update(waiting)
            member.write(waiting)
        return size + len(waiting), lines + waiting.count(b"\n"), digest.hexdigest()
