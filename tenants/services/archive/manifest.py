"""The first page of an archive: what it is, what it holds, and the checksum of every part."""

import re
from typing import Any

import msgspec

from tenants.access import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
LONGEST_MANIFEST = 16 * 1024 * 1024
TABLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


class BadArchive(Refusal):
    """An archive is damaged, of another make, or holds what cannot be: the message names the part and the row."""


class TablePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One table: its columns in order, and its rows as NDJSON."""

    name: str
    columns: list[str]
    rows: int
    bytes: int
    sha256: str

    @property
    def member(self) -> str:
        """Name inside the archive."""
        return f"{TABLES}{self.name}.ndjson"


class FilePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of the company, by its path in the company's folder."""

    path: str
    bytes: int
    sha256: str

    @property
    def member(self) -> str:
        """Name inside the archive."""
        return FILES + self.path


type Part = TablePart | FilePart


class CompanyPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The company's own row in the shared tables."""

    slug: str
    name: str
    industry: str
    currency: str
    timezone: str
    locale: str
    plan: str
    second_factor_from: str | None = None


class SchedulePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a regular work is done."""

    task: str
    cadence: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an archive holds.

    `xid_limit` is above every transaction id in the facts: whoever restores shifts the ids below the present ones of
    the other server. `migrations` is the version of the tables. `left_out` names what is not there, and why.
    """

    format: int
    made_at: str
    company: CompanyPart
    migrations: list[tuple[str, str]]
    xid_limit: int
    with_credentials: bool
    tables: list[TablePart]
    files: list[FilePart]
    schedules: list[SchedulePart]
    left_out: dict[str, str]

    @property
    def parts(self) -> list[Part]:
        """Every member of the archive but the manifest."""
        return [*self.tables, *self.files]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


def encode(manifest: Manifest) -> bytes:
    """Return a manifest as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def decode(text: bytes) -> Manifest:
    """Return the manifest that was written; raise BadArchive for anything else."""
    try:
        head: Any = msgspec.json.decode(text)
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise BadArchive(f"{MANIFEST}: not an archive of format {FORMAT}")
        manifest = msgspec.convert(head, Manifest)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise BadArchive(f"{MANIFEST}: {error}") from None
    if not 0 < manifest.xid_limit < 2**62:
        raise BadArchive(f"{MANIFEST}: xid_limit is not the id of a transaction")
    for table in manifest.tables:
        if not TABLE_NAME.fullmatch(table.name):
            raise BadArchive(f"{MANIFEST}: {table.name[:80]!r} is not the name of a table")
        if len(set(table.columns)) != len(table.columns) or not table.columns:
            raise BadArchive(f"{MANIFEST}: the columns of {table.name} are missing or there twice")
    return manifest
