"""Exports as jobs: who sees what, how far a file goes, what becomes of one that is broken off or asked for twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from feedback.models import Customer, FeedbackItem
from feedback.services.changes.cursors import BadCursor, CursorElsewhere, cursor_of, place_at, view_of
from feedback.services.changes.files import KEPT, export_folder, export_path, forget_exports
from feedback.services.changes.requests import (
    BadLimit,
    TooManyExports,
    UnknownExport,
    fetch_export,
    request_export,
    run_export_job,
)
from feedback.services.intake import ingest_records
from feedback.services.privacy.erasing import erase_person
from tenants.access import COMMAND, Actor, Capability
from tenants.audit.models import AuditEvent
from tenants.jobs.models import Job
from tenants.jobs.services import JobLost, cancel_job, claim_job, run_job
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.feedback.services.changes.warehouse import Warehouse, exported, lines_of, until_told

NOW = timezone.now()
READER = Actor(kind="key", name="bi", capabilities=frozenset({Capability.FEEDBACK_READ, Capability.JOBS_READ}))


def store(kind: str, *records: dict[str, Any]) -> None:
    """Store records; answers say something and have a time."""
    more = {"customers": {}, "feedback": {"occurred_at": "2026-05-01T10:00:00Z", "nps": 9}}
    given = [more.get(kind, {"occurred_at": "2026-05-01T10:00:00Z"}) | record for record in records]
    assert ingest_records(kind=kind, records=given, received_at=NOW, actor=COMMAND)["rejected"] == []


@pytest.fixture(autouse=True)
def cleared(in_moving: Tenant) -> Iterator[None]:
    """Begin and end without jobs."""
    Job.objects.all().delete()
    yield
    Job.objects.all().delete()


def of_new(warehouse: Warehouse, kind: str) -> list[dict[str, Any]]:
    until_told()
    warehouse.sync()
    return [line["fields"] for line in warehouse.lines if line["kind"] == kind and line["op"] == "upsert"]


@pytest.mark.parametrize("scopes", [(), ("texts:read",), ("contacts:read",)])
def test_who_lacks_a_right_is_told_nothing_that_takes_it(scopes: tuple[str, ...]) -> None:
    warehouse = Warehouse(replace(READER, capabilities=READER.capabilities | set(scopes)))
    phone = f"138123456{len(str(scopes)):02d}"  # another one each time, for one phone is one person
    of_new(warehouse, "")
    store("customers", {"external_id": f"m-{scopes}", "phone": phone})
    store("feedback", {"external_id": f"m-{scopes}", "customer": f"m-{scopes}", "text": "too slow"})

    (customer,) = of_new(warehouse, "customers")
    (answer,) = [
        one for key, one in warehouse.rows.items() if key[0] == "feedback" and one["external_id"] == f"m-{scopes}"
    ]

    assert customer["contacts"] == ({"phone": phone} if "contacts:read" in scopes else None)
    assert answer["text"] == ("too slow" if "texts:read" in scopes else None)


def test_who_is_bound_to_units_is_told_what_lies_there_and_what_left() -> None:
    names = ("bound-north", "bound-south")
    for name in names:
        Unit.objects.get_or_create(code=name)
    north, south = (Unit.objects.get(code=name).pk for name in names)
    bound, everybody = Warehouse(replace(READER, units=frozenset({north}))), Warehouse(READER)
    store("customers", {"external_id": "u-1"}, {"external_id": "u-2"})
    store("feedback", {"external_id": "u-f1", "customer": "u-1", "unit": names[0]})
    store("feedback", {"external_id": "u-f2", "customer": "u-2", "unit": names[1]})
    for one in (bound, everybody):
        of_new(one, "")

    def told() -> set[str]:
        return {
            fields.get("external_id") or fields["code"]
            for (kind, _), fields in bound.rows.items()
            if "point" not in kind
        }

    assert told() == {names[0], "u-1", "u-f1"}
    assert {"u-2", "u-f2"} <= {fields.get("external_id") for fields in everybody.rows.values()}

    # An old customer whom a fact here names now is told, one whom none names any more is gone, as is the fact.
    store("orders", {"external_id": "u-o2", "customer": "u-2", "unit": names[0], "amount": "5", "referred_by": "u-9"})
    store("feedback", {"external_id": "u-f1", "customer": "u-1", "unit": names[1]})
    of_new(bound, "")

    assert told() == {names[0], "u-2", "u-o2"}
    assert [one["referrer_id"] for (kind, _), one in bound.rows.items() if kind == "orders"] == [None]
    store("feedback", {"external_id": "u-f2", "customer": "u-2", "unit": names[1], "nps": 3})
    of_new(bound, "")
    assert bound.lines == []  # nothing is told of what changed elsewhere, not even an id
    with pytest.raises(CursorElsewhere):
        request_export(actor=replace(READER, units=frozenset({south})), after=bound.cursor)


def test_whoever_is_erased_is_gone_without_content_and_files_of_before_are_removed() -> None:
    warehouse = Warehouse()
    store("customers", {"external_id": "gone-1", "phone": "13899990000", "attr.name": "Ouyang Jing"})
    store("feedback", {"external_id": "gone-f", "customer": "gone-1", "text": "it is me", "nps": 3})
    until_told()
    before = exported()
    warehouse.sync()
    person = Customer.objects.get(external_id="gone-1").pk

    erase_person(actor=COMMAND, identifiers=["13899990000"], now=NOW)
    assert not export_path(str(before.pk)).exists()
    with pytest.raises(UnknownExport):
        fetch_export(actor=COMMAND, job_id=str(before.pk), now=timezone.now())
    until_told()
    warehouse.sync()

    (gone,) = [line for line in warehouse.lines if line["kind"] == "customers" and line["id"] == str(person)]
    assert gone.keys() == {"op", "kind", "id", "sequence"}
    (answer,) = [one for one in warehouse.rows.values() if one.get("external_id") == "gone-f"]
    assert (answer["text"], answer["nps"], answer["customer_id"]) == ("", 3, str(person))
    assert "Ouyang" not in str(warehouse.rows)


def test_what_was_asked_for_once_is_written_alike_whenever_it_is_written() -> None:
    store("feedback", *({"external_id": f"same-{number}", "nps": 1} for number in range(20)))
    until_told()
    job = exported(limit=7)
    store("feedback", *({"external_id": f"same-{number}", "nps": 2} for number in range(20)))

    Job.objects.filter(pk=job.pk).update(state="running", heartbeat_at=NOW - timedelta(days=1))  # its worker was killed
    again = run_job(job_id=job.pk)

    assert again is not None
    assert again.result | {"expiresAt": ""} == job.result | {"expiresAt": ""}
    assert (again.attempts, again.result["lines"], again.result["hasMore"]) == (2, 7, True)
    assert exported(after=job.result["nextCursor"]).result["lines"] > 0


def test_a_job_that_is_cancelled_leaves_no_file() -> None:
    job = claim_job(job_id=request_export(actor=COMMAND).pk)
    assert job is not None
    cancel_job(job=Job.objects.get(pk=job.pk))

    with pytest.raises(JobLost):
        run_export_job(job=job)

    assert [path for path in export_folder().glob(".*") if str(job.pk) in path.name] == []
    assert not export_path(str(job.pk)).exists()


def test_asking_twice_gives_the_job_that_waits_and_only_some_wait_together() -> None:
    first = request_export(actor=COMMAND)
    assert request_export(actor=COMMAND) == first
    for limit in (1, 2, 3):
        request_export(actor=COMMAND, limit=limit)

    with pytest.raises(TooManyExports):
        request_export(actor=COMMAND, limit=4)


@pytest.mark.parametrize("limit", [0, -1, 500_001])
def test_a_number_of_lines_that_no_file_has_is_refused(limit: int) -> None:
    with pytest.raises(BadLimit):
        request_export(actor=COMMAND, limit=limit)


@pytest.mark.parametrize("cursor", ["", "x", "等位", "e30", "bnVsbA", "A" * 2000, "eyJlcmEiOjF9"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        request_export(actor=COMMAND, after=cursor)


@pytest.mark.parametrize("change", [{"era": "another"}, {"view": "another"}, {"since": 2**61, "until": 2**61}])
def test_a_cursor_of_elsewhere_is_refused(change: dict[str, Any]) -> None:
    place = place_at(None, view=view_of(COMMAND))
    cursor = cursor_of(type(place)(**{name: getattr(place, name) for name in place.__struct_fields__} | change))

    with pytest.raises(CursorElsewhere):
        request_export(actor=COMMAND, after=cursor)


def test_a_file_is_given_to_whoever_sees_no_less_and_for_a_week() -> None:
    store("feedback", {"external_id": "file-1", "text": "secret"})
    job = exported()
    told, later = {"actor": COMMAND, "job_id": str(job.pk)}, timezone.now() + KEPT + timedelta(minutes=1)
    fetch_export(**told, now=timezone.now())
    assert AuditEvent.objects.filter(action="export.fetched", subject_id=str(job.pk)).count() == 1

    for other in (READER, replace(COMMAND, units=frozenset({Unit.objects.get_or_create(code="any")[0].pk}))):
        with pytest.raises(UnknownExport):
            fetch_export(actor=other, job_id=str(job.pk), now=timezone.now())
    with pytest.raises(UnknownExport):
        fetch_export(**told, now=later)
    assert forget_exports(now=timezone.now()) == 0
    assert forget_exports(now=later) > 0
    assert not export_path(str(job.pk)).exists()


def test_the_small_tables_come_whole_when_one_of_them_has_changed_and_else_not_at_all() -> None:
    first = exported()
    assert {line["kind"] for line in lines_of(first)} >= {"units"}
    second = exported(after=first.result["nextCursor"])
    assert not {line["kind"] for line in lines_of(second)} & {"units", "channels", "touchpoints"}
    Unit.objects.get_or_create(code=f"new-{second.pk}")

    third = exported(after=second.result["nextCursor"])

    told = [line for line in lines_of(third) if line["kind"] == "units"]
    assert len(told) == Unit.objects.count()


def test_what_is_stored_in_a_transaction_that_is_open_comes_later(in_moving: Tenant) -> None:
    first = exported()
    with transaction.atomic():
        store("feedback", {"external_id": "open-1"})
        item = FeedbackItem.objects.get(external_id="open-1")
        assert place_at(first.result["nextCursor"], view=view_of(COMMAND)).until <= item.xid  # type: ignore[operator]
    until_told()

    second = exported(after=first.result["nextCursor"])

    assert str(item.pk) in {line["id"] for line in lines_of(second)}
