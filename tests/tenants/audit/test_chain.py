"""Whatever is done to what was written down shows; what only looks odd does not."""

from __future__ import annotations

import gzip
import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tenants.access import Actor, company_context
from tenants.audit.access import digest_of
from tenants.audit.models import AuditEvent, AuditLink
from tenants.audit.selectors import entries, smuggled, unguarded, walk
from tenants.audit.services import BadExport, Subject, TooYoung, prune, read_export, record, seal, write_export
from tenants.models import Tenant

from .conftest import ANN, tamper, write

NOW = datetime(2030, 1, 1, tzinfo=UTC)
SECOND, THIRD = (
    "(SELECT event_id FROM audit_link WHERE place = 2)",
    "(SELECT event_id FROM audit_link WHERE place = 3)",
)


def said() -> list[tuple[int, str]]:
    return [(fault.place, fault.fault) for fault in walk(entries()).found()]


def test_a_chain_that_nobody_touched_is_whole(ledger: Tenant) -> None:
    seen = walk(entries())

    assert (seen.place, seen.events, seen.found(), smuggled(), unguarded()) == (6, 6, [], [], [])


@pytest.mark.parametrize(("statements", "expected"), [
    ((f"UPDATE audit_event SET actor_name = 'bob' WHERE id = {THIRD}",), (3, "the event was changed")),
    ((f"UPDATE audit_event SET after = '{{\"n\": 9}}' WHERE id = {THIRD}",), (3, "the event was changed")),
    ((f"UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = {THIRD}",), (3, "the event was changed")),
    ((f"DELETE FROM audit_event WHERE id = {THIRD}",), (3, "the event was removed")),
    ((f"DELETE FROM audit_event WHERE id = {THIRD}", "DELETE FROM audit_link WHERE place = 3"),
     (3, "places 3 to 3 were removed")),
    (("DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_link WHERE place < 3)",
      "DELETE FROM audit_link WHERE place < 3"), (1, "places 1 to 2 were removed")),
    (("UPDATE audit_link SET place = -2 WHERE place = 2", "UPDATE audit_link SET place = 2 WHERE place = 3",
      "UPDATE audit_link SET place = 3 WHERE place = -2"), (2, "the hash does not follow from the one before")),
    (("UPDATE audit_link SET digest = repeat('0', 64) WHERE place = 4",),
     (4, "the hash does not follow from the one before")),
    (("UPDATE audit_link SET place = place + 10 WHERE place > 3",
      "INSERT INTO audit_link SELECT 4, gen_random_uuid(), digest, hash FROM audit_link WHERE place = 3"),
     (4, "the event was removed")),
], ids=["who", "what", "when", "removed", "with link", "beginning", "exchanged", "digest", "inserted"])  # fmt: skip
def test_what_is_done_behind_the_guards_shows(
    ledger: Tenant, statements: tuple[str, ...], expected: tuple[int, str]
) -> None:
    tamper(*statements)

    assert expected in said()


def test_an_event_that_others_were_chained_after_shows_when_it_is_in_no_chain(ledger: Tenant) -> None:
    write(1)
    tamper(
        "DELETE FROM audit_link WHERE place = 7",
        "UPDATE audit_event SET xid = 3 WHERE id NOT IN (SELECT event_id FROM audit_link)",
    )

    assert len(smuggled()) == 1


def test_a_chain_made_anew_from_the_beginning_shows_against_a_head_kept_elsewhere(ledger: Tenant) -> None:
    head = walk(entries())
    tamper(f"UPDATE audit_event SET actor_name = 'bob' WHERE id = {SECOND}")
    for event in AuditEvent.objects.all():
        tamper(f"UPDATE audit_event SET digest = '{digest_of(event.content())}' WHERE id = '{event.pk}'")
    tamper("DELETE FROM audit_link")
    seal()

    assert said() == []
    forged = walk(entries(), heads={head.place: head.hash})
    assert [fault.fault for fault in forged.found()] == ["the hash is not the one that was kept elsewhere"]


def test_an_end_cut_off_shows_against_a_head_kept_elsewhere(ledger: Tenant) -> None:
    head = walk(entries())
    tamper("DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_link WHERE place = 6)",
           "DELETE FROM audit_link WHERE place = 6")  # fmt: skip

    assert said() == []
    cut = walk(entries(), heads={head.place: head.hash})
    assert [fault.fault for fault in cut.found()] == ["the chain ends before a place that was kept elsewhere"]


def test_switched_off_guards_show(ledger: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_kept")
        assert unguarded() == ["audit_event_kept"]
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER audit_event_kept")


def test_what_is_committed_is_chained_at_once(ledger: Tenant) -> None:
    write(2)

    assert AuditLink.objects.count() == 8


def test_a_transaction_that_fails_leaves_no_event(ledger: Tenant) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(actor=ANN, action="journey.changed", subject=Subject("journey"))
        raise ZeroDivisionError

    assert AuditEvent.objects.count() == 6


def test_writers_at_once_neither_wait_nor_fork_the_chain(ledger: Tenant) -> None:
    def work(name: str) -> None:
        try:
            with company_context(ledger):
                for number in range(15):
                    with transaction.atomic():
                        actor = Actor(kind="key", name=name)
                        record(actor=actor, action="journey.changed", subject=Subject("journey", str(number)))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal()

    seen = walk(entries())
    assert (seen.place, seen.events, seen.found()) == (66, 66, [])


def test_an_open_transaction_holds_back_what_is_newer_and_nothing_waits_for_it(ledger: Tenant) -> None:
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with company_context(ledger), transaction.atomic():
                record(actor=Actor(kind="key", name="slow"), action="journey.changed", subject=Subject("journey"))
                begun.set()
                over.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(20)
    write(1)
    held_back = AuditLink.objects.count()
    over.set()
    thread.join()

    assert held_back == 6
    assert AuditLink.objects.count() == 8
    names = [entry.content["actor"][2] for entry in entries() if entry.content]  # type: ignore[index]
    assert names[-2:] == ["slow", "ann"]  # by transaction, not by commit


def aged(days: int) -> None:
    """Write old events, as they would be had they been written then."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM audit_link")
        cursor.execute("DELETE FROM audit_event")
    for number in range(6):
        event = AuditEvent(at=NOW - timedelta(days=days - number * 100), actor_kind="key", action="journey.changed")
        event.digest = digest_of(event.content())
        event.save(force_insert=True)
    seal()


def test_pruning_takes_the_beginning_and_keeps_the_chain(ledger: Tenant) -> None:
    aged(600)

    pruned = prune(actor=ANN, before=NOW - timedelta(days=350), as_of=NOW)
    seal()

    seen = walk(entries())
    assert (pruned.events, pruned.through) == (3, 3)
    assert (seen.place, seen.events, seen.pruned_through, seen.found()) == (7, 4, 3, [])


def test_pruning_again_finds_nothing_and_writes_nothing(ledger: Tenant) -> None:
    aged(600)
    prune(actor=ANN, before=NOW - timedelta(days=350), as_of=NOW)

    assert prune(actor=ANN, before=NOW - timedelta(days=350), as_of=NOW).events == 0
    assert AuditEvent.objects.filter(action="audit.pruned").count() == 1


def test_pruning_what_is_young_is_refused(ledger: Tenant) -> None:
    with pytest.raises(TooYoung, match="180 days"):
        prune(actor=ANN, before=NOW - timedelta(days=179), as_of=NOW)


def test_an_event_removed_beyond_what_was_pruned_shows(ledger: Tenant) -> None:
    aged(600)
    prune(actor=ANN, before=NOW - timedelta(days=350), as_of=NOW)
    seal()
    tamper("DELETE FROM audit_event WHERE id = (SELECT event_id FROM audit_link WHERE place = 4)")

    assert said() == [(4, "the event was removed")]


@pytest.mark.parametrize("name", ["audit.ndjson", "audit.ndjson.gz"])
def test_an_exported_chain_is_checked_without_the_database(ledger: Tenant, tmp_path: Path, name: str) -> None:
    write_export(tmp_path / name)

    seen = walk(read_export(tmp_path / name))
    assert (seen.events, seen.found()) == (6, [])
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_changed_export_shows(ledger: Tenant, tmp_path: Path) -> None:
    path = tmp_path / "audit.ndjson"
    write_export(path)
    lines = path.read_text().splitlines()
    row = json.loads(lines[2])
    row["event"]["actor"][2] = "bob"
    path.write_text("\n".join([*lines[:2], json.dumps(row), *lines[3:]]))

    assert [(fault.place, fault.fault) for fault in walk(read_export(path)).found()] == [(3, "the event was changed")]


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"place": "1"}', "\x00", '{"place":1,"id":"a","digest":"é","hash":"","event":{}}']
)
def test_what_is_no_export_is_refused_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.ndjson"
    path.write_text(content)

    with pytest.raises(BadExport, match="line 1"):
        list(read_export(path))


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(b"{}\n" * 1000)[:-9])

    with pytest.raises(BadExport):
        list(read_export(path))


def told(*words: str) -> dict[str, object]:
    from io import StringIO

    out = StringIO()
    call_command("audit", *words, "--tenant", "ledger", "--json", stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_the_command_says_that_all_is_whole_and_gives_the_head_to_keep(ledger: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"

    found = told("check")
    exported = told("export", str(file))

    assert (found["whole"], found["events"], found["faults"]) == (True, 6, [])
    assert exported["head"] == found["head"]
    assert told("check", "--head", str(found["head"]))["events"] == 7  # that it was exported is an event too
    assert told("check", "--file", str(file), "--head", str(found["head"]))["whole"] is True


def test_the_command_fails_when_something_was_changed(ledger: Tenant) -> None:
    tamper(f"UPDATE audit_event SET actor_name = 'bob' WHERE id = {THIRD}")

    with pytest.raises(CommandError, match="1 faults"):
        told("check")


@pytest.mark.parametrize(("words", "message"), [
    (("check", "--head", "x"), "PLACE:HASH"), (("prune", "--before", "2020-02-31", "--yes"), "not a day"),
    (("prune", "--before", "2020-01-01"), "--yes"), (("check", "--file", "/nowhere"), "cannot be read"),
    (("export", "/nowhere/at/all"), "cannot be written"),
])  # fmt: skip
def test_the_command_says_what_it_cannot_understand(ledger: Tenant, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        told(*words)
