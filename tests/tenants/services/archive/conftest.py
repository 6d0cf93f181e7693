"""A scored company, what came of it in an archive, and ways to damage that."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tenants.models import Tenant
from tenants.selectors.files import company_folder
from tenants.services.archive import export_company
from tenants.services.closing import delete_company
from tests.analytics.scored import chain_data, scored_company

__all__ = ["chain_data", "scored_company"]


@pytest.fixture(scope="session")
def packed(
    scored_company: Tenant, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """The archive of the scored company, with a file."""
    target = tmp_path_factory.mktemp("archive") / "scored.zip"
    with django_db_blocker.unblock():
        folder = company_folder(scored_company.schema_name) / "errors"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "first.csv").write_text("row,column\n1,nps\n")
        exports = folder.parent / "exports"
        exports.mkdir()
        (exports / "changes.ndjson.gz").write_bytes(b"not for an archive")
        export_company(company=scored_company, target=target)
        connection.close()
    yield target


@pytest.fixture
def outside(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Work in public, committed; the companies that the test made go at its end."""
    before: set[str] = set()
    with django_db_blocker.unblock():
        before = set(Tenant.objects.values_list("slug", flat=True))
        yield
        for company in Tenant.objects.exclude(slug__in=before):
            delete_company(company=company)
        connection.close()


type Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def changed(packed: Path, tmp_path: Path) -> Callable[..., Path]:
    """Return a function that changes an archive's members and writes its manifest anew, so that all checksums agree."""

    def change(how: Change, *, honest: bool = True) -> Path:
        with zipfile.ZipFile(packed) as source:
            members = {name: source.read(name) for name in source.namelist()}
        how(members)
        if honest:
            agree(members)
        target = tmp_path / "changed.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in members.items():
                made.writestr(name, content)
        return target

    return change


def agree(members: dict[str, bytes]) -> None:
    """Make the manifest say what the members are."""
    manifest: dict[str, Any] = json.loads(members["manifest.json"])
    for part in [*manifest["tables"], *manifest["files"]]:
        member = f"tables/{part['name']}.ndjson" if "name" in part else f"files/{part['path']}"
        content = members.get(member, b"")
        part |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        if "rows" in part:
            part["rows"] = content.count(b"\n")
    members["manifest.json"] = json.dumps(manifest).encode()
