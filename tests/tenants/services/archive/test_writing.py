"""An archive is of one moment, is whole or not there, and holds no more than it should."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tenants.access import company_context
from tenants.members.models import Unit
from tenants.models import Tenant
from tenants.selectors.schemas import company_tables
from tenants.services.archive import CannotExport, export_company, opened
from tenants.services.archive.contents import tables_here
from tests.tenants.conftest import server_environment

OPENS_DOORS = re.compile(r"password|secret|digest|token|sealed|credential|otp|recovery|totp|passkey|verifier")
# Columns whose names sound like it and that open nothing.
HARMLESS = {
    "feedback_importbatch.request_digest", "audit_event.digest", "audit_link.digest",
    # Contacts under keys that are under the installation's: nothing to whoever has the archive alone.
    "feedback_customeridentity.sealed", "feedback_companykey.sealed",
}  # fmt: skip


def test_writes_that_come_meanwhile_are_not_in_it(outside: None, scored_company: Tenant, tmp_path: Path) -> None:
    begun, written = threading.Event(), threading.Event()

    def write() -> None:
        begun.wait(10)
        with company_context(scored_company):
            Unit.objects.create(code="meanwhile")
        connection.close()
        written.set()

    def wait(table: str, rows: int) -> None:
        if not begun.is_set():
            begun.set()
            assert written.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        done = export_company(company=scored_company, target=tmp_path / "a.zip", progress=wait)
        with opened(tmp_path / "a.zip") as archive:
            units = next(part for part in done.manifest.tables if part.name == "members_unit")
            assert b"meanwhile" not in b"".join(archive.pieces(units))
    finally:
        writer.join()
        with company_context(scored_company):
            assert Unit.objects.filter(code="meanwhile").delete()[0] == 1


def test_a_killed_export_leaves_no_file_of_that_name(outside: None, scored_company: Tenant, tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    code = (
        "import os, signal, sys, django; django.setup()\n"
        "from pathlib import Path\n"
        "from tenants.selectors import company_by_slug\n"
        "from tenants.services.archive import export_company\n"
        "def die(table, rows):\n"
        "    if table == 'journeys_channel': os.kill(os.getpid(), signal.SIGKILL)\n"
        f"export_company(company=company_by_slug({scored_company.slug!r}), target=Path({str(target)!r}),"
        " progress=die)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=server_environment(), cwd=Path(__file__).parents[4], check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr

    assert not target.exists()
    assert len(list(tmp_path.iterdir())) == 1
    export_company(company=scored_company, target=target)
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_export_twice_is_the_same_to_the_byte_in_each_table(
    outside: None, scored_company: Tenant, tmp_path: Path
) -> None:
    first, second = (
        [one for one in export_company(company=scored_company, target=tmp_path / name).manifest.tables
         if not one.name.startswith("audit_")]  # the second tells of the first
        for name in ("a.zip", "b.zip")
    )  # fmt: skip

    assert first == second


def test_a_place_that_cannot_be_written_is_refused(outside: None, acme: Tenant, tmp_path: Path) -> None:
    (tmp_path / "there.zip").touch()
    for target, words in ((tmp_path / "there.zip", "exists already"), (tmp_path / "no" / "a.zip", "no folder")):
        with pytest.raises(CannotExport, match=words):
            export_company(company=acme, target=target)


def test_what_opens_doors_is_decided_upon(in_acme: Tenant) -> None:
    """A new column with such a name is listed in the settings as left out or as a credential, or here as harmless."""
    kept_out = {**settings.ARCHIVE_LEAVES_OUT, **settings.ARCHIVE_CREDENTIALS}
    doubtful = {
        f"{table.name}.{column.name}"
        for table in tables_here().values()
        for column in table.columns
        if OPENS_DOORS.search(column.name) and table.name not in kept_out
    }

    assert doubtful - HARMLESS - kept_out.keys() == set()
    assert {name.partition(".")[0] for name in kept_out} <= company_tables()


def test_nothing_of_another_company_is_in_it(outside: None, packed: Path, acme: Tenant) -> None:
    with company_context(acme):
        unit = Unit.objects.create(code="only-acmes")
    try:
        with opened(packed) as archive:
            text = b"".join(piece for part in archive.manifest.parts for piece in archive.pieces(part))
            assert b"only-acmes" not in text + archive.content.read("manifest.json")
            assert b"shop1" in text
    finally:
        with company_context(acme):
            unit.delete()
