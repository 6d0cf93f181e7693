"""A damaged or hostile archive is refused in one line that names the part and the row, and leaves nothing."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tenants.models import Tenant
from tenants.selectors.files import company_folder
from tenants.selectors.schemas import tables_by_schema
from tenants.services.archive import BadArchive, opened, restore_company
from tenants.services.archive.opening import check_all
from tenants.services.archive.writing import _part_of

pytestmark = pytest.mark.usefixtures("outside")
UNITS = "tables/members_unit.ndjson"
ORDERS = "tables/feedback_order.ndjson"


def refused(source: Path, words: str) -> None:
    with pytest.raises(BadArchive, match=words) as caught:
        restore_company(source=source, slug="again")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
    assert "again" not in tables_by_schema()
    assert not Tenant.objects.filter(slug="again").exists()
    assert not list(company_folder("again").parent.glob("*again*"))


def in_manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    def how(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        change(manifest)
        members["manifest.json"] = json.dumps(manifest).encode()

    return how


def in_row(member: str, number: int, change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    def how(members: dict[str, bytes]) -> None:
        lines = members[member].splitlines()
        row = json.loads(lines[number - 1])
        change(row)
        lines[number - 1] = json.dumps(row).encode()
        members[member] = b"\n".join(lines) + b"\n"

    return how


def raw(member: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda members: members.__setitem__(member, content)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (in_row(UNITS, 2, lambda row: row.update(is_mapped="maybe")), "members_unit.ndjson, row 2: .*boolean"),
        (in_row(UNITS, 1, lambda row: row.update(code=None)), "row 1: null value"),
        (in_row(UNITS, 1, lambda row: row.update(code="a\0b")), "row 1: .*0x00"),
        (in_row(UNITS, 1, lambda row: row.update(code={"a": 1})), "row 1: field 'code' is a list or an object"),
        (in_row(UNITS, 1, lambda row: (row.pop("code"), row.update(kode=""))), "row 1: field 'code' is missing"),
        (in_row(ORDERS, 7, lambda row: row.update(xid=2**62)), "feedback_order.ndjson, row 7: .*transaction"),
        (raw(UNITS, b"{" * 100_000 + b"\n"), "members_unit.ndjson, row 1: "),
        (raw(UNITS, b"\xff\xfe\n"), "members_unit.ndjson, row 1: "),
        (raw(UNITS, b'{"code": "cut'), "members_unit.ndjson, row 1: cut off"),
        (raw("tables/analytics_scorerun.ndjson", b""), "scopescore.ndjson: a row refers to what is not there"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_named(changed: Callable[..., Path], change: Any, words: str) -> None:
    refused(changed(change), words)


def test_the_same_row_twice_is_named(changed: Callable[..., Path]) -> None:
    def twice(members: dict[str, bytes]) -> None:
        members[UNITS] += members[UNITS].splitlines(keepends=True)[0]

    refused(changed(twice), "members_unit.ndjson, row 4: duplicate key")


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b", "a\\b", "a\nb", ""])
def test_a_file_does_not_leave_its_folder(changed: Callable[..., Path], path: str) -> None:
    def how(members: dict[str, bytes]) -> None:
        in_manifest(lambda head: head["files"][0].update(path=path))(members)
        members[f"files/{path}"] = members.pop("files/errors/first.csv")

    refused(changed(how), "not a path inside|damaged|cannot be|is missing|not in the manifest|not a plain file")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (raw("manifest.json", b"{"), "manifest.json: not an archive|manifest.json: "),
        (raw("manifest.json", b"[" * 100_000), "manifest.json"),
        (in_manifest(lambda head: head.update(format=2)), "not an archive of format 1"),
        (in_manifest(lambda head: head.update(migrations=[])), "names no migrations"),
        (in_manifest(lambda head: head["tables"][0].update(name="pg_class; --")), "not the name of a table"),
        (in_manifest(lambda head: head["tables"][0].update(rows="many")), "manifest.json: Expected `int`"),
        (in_manifest(lambda head: head["tables"].append(head["tables"][0])), "names a part twice"),
        (in_manifest(lambda head: head["company"].update(currency="yuan")), "ISO 4217"),
        (in_manifest(lambda head: head["company"].update(second_factor_from="soon")), "second_factor_from"),
        (in_manifest(lambda head: head["company"].update(second_factor_from="2026-05-01T00:00")), "no time zone"),
        (raw("tables/tenants_tenant.ndjson", b"{}\n"), "not in the manifest"),
        (lambda members: members.pop(UNITS), "is missing"),
    ],
)  # fmt: skip
def test_a_manifest_that_lies_is_refused(changed: Callable[..., Path], change: Any, words: str) -> None:
    if words == "ISO 4217":
        with pytest.raises(Exception, match=words):
            restore_company(source=changed(change, honest=False), slug="again")
    else:
        refused(changed(change, honest=False), words)


@pytest.mark.parametrize("name", ["tenants_tenant", "analytics_cell"])
def test_no_table_but_a_companys_own_is_written(changed: Callable[..., Path], name: str) -> None:
    def how(members: dict[str, bytes]) -> None:
        in_manifest(
            lambda head: head["tables"].append(
                {"name": name, "columns": ["id"], "rows": 1, "bytes": 1, "sha256": "0" * 64}
            )
        )(members)
        members[f"tables/{name}.ndjson"] = b'{"id": 1}\n'

    refused(changed(how), f"tables/{name}.ndjson: a company has no such table")


def test_a_changed_byte_is_found(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        info = archive.getinfo(ORDERS)
        start = info.header_offset + 200
    for place in (start, start + info.compress_size // 2, start + info.compress_size - 400):
        damaged = tmp_path / f"{place}.zip"
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x40]) + whole[place + 1 :])
        refused(damaged, "feedback_order.ndjson.*(damaged|not what the manifest says)")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.999])
def test_a_file_that_was_cut_off_is_refused(packed: Path, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cut.zip"
    whole = packed.read_bytes()
    cut.write_bytes(whole[: int(len(whole) * share)])

    refused(cut, "cut.zip is not an archive, or damaged")


def test_a_bomb_is_not_unpacked(changed: Callable[..., Path]) -> None:
    refused(changed(raw(UNITS, b" " * 50_000_000 + b"\n")), "unpacks to 50000001 bytes")


def test_a_row_without_end_is_refused(changed: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenants.services.archive.opening.LONGEST_ROW", 1000)

    refused(changed(raw(UNITS, b"x" * 5000)), "members_unit.ndjson, row 1: longer than 1000 bytes")


def test_a_link_among_the_members_is_refused(packed: Path, tmp_path: Path) -> None:
    target = tmp_path / "link.zip"
    target.write_bytes(packed.read_bytes())
    link = zipfile.ZipInfo("files/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(link, "/etc/passwd")

    refused(target, "not a plain file")


def test_a_whole_archive_is_found_whole(packed: Path) -> None:
    with opened(packed) as archive:
        check_all(archive)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    refused(tmp_path / "none.zip", "cannot be read")


def test_whether_everybody_gives_a_second_factor_goes_along(changed: Callable[..., Path]) -> None:
    begins = datetime(2026, 5, 1, tzinfo=UTC)
    told = _part_of(Tenant(slug="acme", second_factor_from=begins)).second_factor_from

    source = changed(in_manifest(lambda head: head["company"].update(second_factor_from=told)))

    assert restore_company(source=source, slug="again").company.second_factor_from == begins
