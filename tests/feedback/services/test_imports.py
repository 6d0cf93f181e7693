"""Imports of files: formats, bad files, all or nothing, dry runs, again and again."""

import csv
import gzip
import json
from pathlib import Path

import msgspec
import openpyxl
import pytest

from feedback.services.files.chunks import UnreadableFile
from feedback.services.imports import ImportOrder, ImportReport, import_file
from feedback.services.intake import BadSource, UnknownKind
from feedback.services.mapping.document import Mapping, WrongMapping
from tests.feedback.conftest import NOW

pytestmark = pytest.mark.usefixtures("in_acme")
CSV = "external_id,customer,touchpoint,occurred_at,nps\na-1,c-1,queue,2026-05-01,9\na-2,,queue,2026-05-02,7\n"
ITEMS = "SELECT external_id, nps FROM feedback_feedbackitem ORDER BY external_id"


def run(path: Path, *, kind: str = "feedback", mapping: dict[str, object] | None = None, **options) -> ImportReport:
    document = None if mapping is None else msgspec.convert(mapping, Mapping)
    order = ImportOrder(
        kind=kind, path=path, errors=path.with_name("errors.csv"), received_at=NOW, mapping=document, **options
    )
    return import_file(order)


def write(folder: Path, content: str | bytes, name: str = "f.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_it_works(tmp_path, rows):
    report = run(write(tmp_path, CSV))

    assert (report.rows, report.accepted, report.rejected, report.error_file) == (2, 2, 0, None)
    assert rows(ITEMS) == [("a-1", 9), ("a-2", 7)]


def test_importing_again_changes_nothing(tmp_path, rows):
    path = write(tmp_path, CSV)
    run(path)
    before = rows("SELECT id, xmin::text FROM feedback_feedbackitem ORDER BY id")

    report = run(path)

    assert (report.accepted, report.duplicates) == (0, 2)
    assert rows("SELECT id, xmin::text FROM feedback_feedbackitem ORDER BY id") == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("f.csv.gz", gzip.compress(CSV.encode(), mtime=0)),
        ("f.csv", b"\xef\xbb\xbf" + CSV.encode()),
        ("f.csv", CSV.encode("utf-16")),
        ("f.csv", CSV.replace("\n", "\r\n").encode()),
        ("f.csv", CSV.replace("\n", "\r").encode()),
        ("f.csv", CSV.replace("nps\n", "nps\r\n").encode()),
        ("f.csv", CSV.replace(",", ";").encode()),
        ("f.tsv", CSV.replace(",", "\t").encode()),
        ("f.csv", b"\n\n" + CSV.replace("\n", "\n\n").encode()),
        ("f.csv", CSV.replace("nps", " nps ").encode()),
    ],
)
def test_each_way_of_writing_csv_is_read(tmp_path, rows, name, content):
    report = run(write(tmp_path, content, name))

    assert report.accepted == 2
    assert rows(ITEMS) == [("a-1", 9), ("a-2", 7)]


def test_ndjson_is_read_line_by_line(tmp_path, rows):
    lines = [
        json.dumps({"external_id": "a-1", "occurred_at": "2026-05-01", "nps": 9}),
        "",
        "{broken",
        "[1]",
        json.dumps({"external_id": "a-2", "occurred_at": "2026-05-01", "nps": 7, "foo": 1}),
        json.dumps({"external_id": "a-3", "occurred_at": "2026-05-01", "csat": 4}),
    ]

    report = run(write(tmp_path, "\n".join(lines), "f.ndjson"))

    assert (report.rows, report.accepted, report.rejected) == (5, 2, 3)
    assert report.reasons == {"bad_json": 1, "not_a_record": 1, "unknown_field": 1}
    assert rows(ITEMS) == [("a-1", 9), ("a-3", None)]


def test_excel_is_read_from_the_sheet_that_is_named(tmp_path, rows):
    book = openpyxl.Workbook()
    book.active.append(["what", "means"])
    sheet = book.create_sheet("Data")
    for row in csv.reader(CSV.splitlines()):
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(tmp_path / "f.xlsx")

    report = run(tmp_path / "f.xlsx", mapping={"sheet": "Data"})

    assert report.accepted == 2
    assert rows(ITEMS) == [("a-1", 9), ("a-2", 7)]


def test_refused_rows_go_to_the_error_file_and_the_others_are_stored(tmp_path, rows):
    content = CSV + "a-3,,queue,2026-05-03,11\na-4,,queue\n=a-5,,queue,2027-05-01,5\n"

    report = run(write(tmp_path, content))

    assert (report.accepted, report.rejected) == (2, 3)
    assert report.reasons == {"out_of_range": 1, "cells": 1, "future": 1}
    written = list(csv.DictReader(Path(report.error_file).read_text(encoding="utf-8").splitlines()))
    assert {(one["row"], one["column"], one["value"]) for one in written} == {
        ("3", "nps", "11"),
        ("4", "", "a-4,,queue"),
        ("5", "occurred_at", "2027-05-01"),
    }


def test_dry_run_counts_and_stores_nothing(tmp_path, rows):
    report = run(write(tmp_path, CSV), dry_run=True)

    assert (report.accepted, report.dry_run, report.unmapped) == (2, True, {"touchpoint": ["queue"]})
    assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(0,)]
    assert rows("SELECT count(*) FROM feedback_importbatch") == [(0,)]
    assert rows("SELECT count(*) FROM journeys_touchpoint WHERE code = 'queue'") == [(0,)]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("f.csv", b"", "empty"),
        ("f.csv", b"\n \n", "empty"),
        ("f.csv", b"external_id,occurred_at,nps\n", "no rows"),
        ("f.csv.gz", gzip.compress(CSV.encode() * 500, mtime=0)[:-20], "too early"),
        ("f.csv.gz", b"\x1f\x8b" + b"x" * 50, "compressed"),
        ("f.csv", CSV.encode() + "词".encode("gbk"), "encoding"),
        ("f.pdf", b"x", "format"),
        ("f.xlsx", b"PK\x03\x04 no workbook", "workbook"),
        ("f.csv", b"external_id,occurred_at,npss\na,2026-05-01,3\n", "npss"),
        ("f.csv", b"external_id,nps\na,3\n", "occurred_at"),
        ("f.csv", b'external_id,occurred_at,text\na,2026-05-01,"' + (b"x" * 9_999 + b"\n") * 3_400, "quotation"),
    ],
)
def test_bad_file_is_refused_whole(tmp_path, rows, name, content, says):
    with pytest.raises((UnreadableFile, WrongMapping), match=says):
        run(write(tmp_path, content, name))

    assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(0,)]


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="No such file"):
        run(tmp_path / "none.csv")


def test_file_that_breaks_half_way_leaves_nothing(tmp_path, rows):
    many = "external_id,occurred_at,nps\n" + "".join(f"a-{n},2026-05-01,5\n" for n in range(25_000))
    cut = gzip.compress(many.encode(), mtime=0)[:-5_000]

    with pytest.raises(UnreadableFile, match="too early"):
        run(write(tmp_path, cut, "f.csv.gz"))

    assert rows("SELECT count(*) FROM feedback_feedbackitem") == [(0,)]


def test_long_file_is_stored_in_one_go_with_its_repeats_told_apart(tmp_path, rows):
    lines = [f"a-{n},2026-05-01,5\n" for n in range(21_000)]
    content = "external_id,occurred_at,nps\n" + "".join([*lines, lines[0], "a-1,2026-05-01,6\n"])

    report = run(write(tmp_path, content))

    assert (report.accepted, report.duplicates, report.rejected) == (21_000, 1, 1)
    assert report.reasons == {"repeated_id": 1}
    assert rows("SELECT count(*), count(DISTINCT batch_id) FROM feedback_feedbackitem") == [(21_000, 1)]


def test_units_form_a_tree(tmp_path, rows):
    content = "code,parent,name,kind\ns-1,north,一店,store\nnorth,,North,region\ns-2,south,,store\nx,x,,\n"

    report = run(write(tmp_path, content), kind="units")

    assert (report.accepted, report.rejected, report.unmapped) == (3, 1, {"unit": ["south"]})
    found = rows(
        "SELECT u.code, p.code, u.is_mapped FROM members_unit u "
        "LEFT JOIN members_unit p ON p.id = u.parent_id ORDER BY 1"
    )
    assert found == [("north", None, True), ("s-1", "north", True), ("s-2", "south", True), ("south", None, False)]


def test_units_in_a_circle_are_refused(tmp_path, rows):
    report = run(write(tmp_path, "code,parent\na,b\nb,c\nc,a\n"), kind="units")

    assert report.reasons == {"bad_parent": 1}
    assert report.accepted == 2


def test_unknown_kind_is_refused(tmp_path):
    with pytest.raises(UnknownKind, match="units"):
        run(write(tmp_path, CSV), kind="stars")


def test_source_with_control_characters_is_refused(tmp_path):
    with pytest.raises(BadSource, match="control"):
        run(write(tmp_path, CSV), source="a\nb")
