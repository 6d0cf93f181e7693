"""Departments and units from a file: in any order, each wholly or not at all."""

from __future__ import annotations

import pytest

from tenants.audit.models import AuditEvent
from tenants.members.models import Department, Membership, Role, Unit
from tenants.members.services import archive_place, ensure_units, ensure_user
from tests.feedback.services.directory.files import NOW, OWNER, take, told

pytestmark = pytest.mark.usefixtures("in_acme")
UNITS = "code,name,kind,parent\nb1,一号网点,branch,east\neast,华东,region,\nb2,二号网点,branch,east\n"


def tree() -> dict[str, str | None]:
    return dict(Unit.objects.values_list("code", "parent__code"))


def test_parents_may_come_after_their_children() -> None:
    report = take("units", UNITS)

    assert (report.created, report.rejected) == (3, 0)
    assert tree() == {"b1": "east", "b2": "east", "east": None}
    assert Unit.objects.get(code="b1").name == "一号网点"


def test_the_same_file_again_changes_nothing() -> None:
    take("units", UNITS)
    events = AuditEvent.objects.exclude(subject_kind="directory").count()

    again = take("units", UNITS)

    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)
    assert AuditEvent.objects.exclude(subject_kind="directory").count() == events


def test_a_dry_run_tells_the_same_and_stores_nothing() -> None:
    report = take("units", UNITS + "b3,三号,branch,nowhere\n", is_dry_run=True)

    assert (report.created, told(report)) == (3, [(4, "parent", "unknown_parent")])
    assert (tree(), AuditEvent.objects.filter(action__startswith="unit").count()) == ({}, 0)
    done = take("units", UNITS + "b3,三号,branch,nowhere\n")
    assert done.counts() | {"is_dry_run": True} == report.counts()


def test_wrong_rows_are_refused_and_the_others_are_taken() -> None:
    rows = [
        "east,East,region,", ",nameless,branch,east", "b1,=cmd|' /C calc'!A0,branch,east", "b2,b\u202eb,branch,east",
        "b3,B,branch,b3", "c1,C,branch,c2", "c2,C,branch,c1", "d1,D,branch,b1", f"{'x' * 129},X,branch,",
        "e1,E,branch,east", "e1,E,branch,east", "e1,Other,branch,east",
    ]  # fmt: skip

    report = take("units", "code,name,kind,parent\n" + "\n".join(rows))

    assert told(report) == [
        (2, "code", "missing"), (3, "name", "formula"), (4, "name", "bad_character"), (5, "parent", "bad_parent"),
        (6, "parent", "circle"), (7, "parent", "circle"), (8, "parent", "parent_refused"), (9, "code", "too_long"),
        (12, "code", "repeated_id"),
    ]  # fmt: skip
    assert set(tree()) == {"east", "e1"}
    assert [(line.row, line.code) for line in report.notes] == [(11, "repeated")]


def test_an_empty_cell_leaves_what_there_is_and_a_code_of_facts_becomes_described() -> None:
    ensure_units(["b1"])
    take("units", UNITS)

    report = take("units", "code,name,kind,parent\nb1,,,\nb2,Second,,\n")

    assert (report.unchanged, report.changed) == (1, 1)
    there = Unit.objects.filter(code__in=["b1", "b2"]).order_by("code")
    assert [(one.name, one.kind, one.is_mapped) for one in there] == [
        ("一号网点", "branch", True),
        ("Second", "branch", True),
    ]


def test_existing_units_may_change_places_in_one_file() -> None:
    take("units", "code,parent\na,\nb,a\nc,\n")

    report = take("units", "code,parent\na,b\nb,c\n")

    assert (report.changed, tree()) == (2, {"a": "b", "b": "c", "c": None})


def test_whoever_reaches_a_moved_unit_no_more_is_counted() -> None:
    take("units", UNITS + "west,West,region,\n")
    ann = ensure_user(email="ann@acme.example", role="viewer")
    Membership.objects.update(unit=Unit.objects.get(code="east"), role=Role.objects.get(code="viewer"))
    assert ann.is_active

    report = take("units", "code,parent\nb1,west\n", is_dry_run=True)

    assert [(line.code, line.reason) for line in report.notes] == [
        ("reach", "1 people with roles above its old place reach it no more")
    ]


def test_what_was_put_away_stays_away() -> None:
    take("units", UNITS)
    unit = Unit.objects.get(code="b1")
    archive_place(Unit, actor=OWNER, place_id=unit.pk, revision=unit.revision, as_of=NOW)

    assert told(take("units", "code,name\nb1,New\n")) == [(1, "code", "refused")]


def test_departments_are_named_in_the_language_of_their_name() -> None:
    report = take("departments", "编码,名称,上级\nops,运营部,\nit,IT,ops\n")

    assert report.created == 2
    assert [*Department.objects.order_by("code").values_list("code", "name_zh", "name_en", "parent__code")] == [
        ("it", "", "IT", "ops"), ("ops", "运营部", "", None),
    ]  # fmt: skip
    assert AuditEvent.objects.get(action="directory.imported").after["created"] == 2
