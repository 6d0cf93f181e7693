"""A warehouse: what somebody has who applies the files of exports one after the other, and what the tables say."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from feedback.models import Customer, FeedbackItem, Interaction, Order
from feedback.services.changes.contents import COLUMNS
from feedback.services.changes.files import export_path
from feedback.services.changes.requests import request_export
from feedback.services.contacts.reading import contacts_of
from journeys.models import Channel, Touchpoint
from tenants.access import COMMAND, Actor
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tenants.members.models import Unit

MODELS = {
    "units": Unit, "channels": Channel, "touchpoints": Touchpoint, "customers": Customer, "feedback": FeedbackItem,
    "orders": Order, "interactions": Interaction,
}  # fmt: skip
type Rows = dict[tuple[str, str], dict[str, Any]]


class Warehouse:
    """A copy of a company's facts, kept by somebody with an actor's rights."""

    def __init__(self, actor: Actor = COMMAND) -> None:
        self.actor = actor
        self.rows: Rows = {}
        self.cursor: str | None = None
        self.sequences: dict[tuple[str, str], int] = {}
        self.lines: list[dict[str, Any]] = []

    def sync(self, *, limit: int | None = None) -> list[dict[str, Any]]:
        """Fetch and apply files until there is no more; return the results of the jobs."""
        results: list[dict[str, Any]] = []
        self.lines = []
        while not results or results[-1]["hasMore"]:
            job = exported(self.actor, self.cursor, limit)
            assert job.state == "done", job.error
            results.append(job.result)
            for line in lines_of(job):
                self.apply(line)
            self.cursor = job.result["nextCursor"]
        return results

    def apply(self, line: dict[str, Any]) -> None:
        """Do what a line says. What is told of a row is newer than what was told before."""
        key = line["kind"], line["id"]
        self.lines.append(line)
        if key[0] in ("customers", "feedback", "orders", "interactions"):
            assert line["sequence"] >= self.sequences.get(key, 0)
            self.sequences[key] = line["sequence"]
        if line["op"] == "delete":
            assert line.keys() == {"op", "kind", "id", "sequence"}
            self.rows.pop(key, None)
        else:
            self.rows[key] = line["fields"]


def exported(actor: Actor = COMMAND, after: str | None = None, limit: int | None = None) -> Job:
    """Ask for an export, do it and return its job."""
    job = request_export(actor=actor, after=after, limit=limit)
    done = run_job(job_id=job.pk)
    assert done is not None
    return done


def lines_of(job: Job) -> Iterator[dict[str, Any]]:
    """Yield the lines of an export's file."""
    with gzip.open(export_path(str(job.pk)), "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def tables() -> Rows:
    """Return what the tables hold that an export tells, read without any of its code; who was erased is not there."""
    found: Rows = {}
    for kind, model in MODELS.items():
        rows = model.objects.filter(erased_at=None) if model is Customer else model.objects.all()
        for row in rows.values():
            found[kind, str(row["id"])] = {name: _plain(row[name]) for name in COLUMNS[kind]}
            _add(kind, row, found[kind, str(row["id"])])
    for contact in contacts_of(Customer.objects.filter(erased_at=None).values_list("pk", flat=True)):
        found["customers", str(contact.customer)]["contacts"][contact.kind] = contact.value
    return found


def _add(kind: str, row: dict[str, Any], fields: dict[str, Any]) -> None:
    if kind == "customers":
        fields["contacts"] = {}
    if kind == "feedback":
        nano = row["weight_nano"]
        fields["weight"] = None if nano is None else f"{Decimal(nano) / 10**9:f}"
    if kind == "orders":
        for name in ("amount", "margin"):
            minor = row[f"{name}_minor"]
            fields[name] = None if minor is None else f"{Decimal(minor) / 100:.2f}"


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value


def normal(rows: Rows) -> Rows:
    """Return rows with their times written alike."""
    return {
        key: {name: _time(value) if name.endswith("_at") and value else value for name, value in fields.items()}
        for key, fields in rows.items()
    }


def _time(text: str) -> str:
    return datetime.fromisoformat(text).isoformat()


def until_told() -> None:
    """Wait until no transaction is open that is older than the present: those of other tests end by themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        wanted, deadline = cursor.fetchone()[0], time.monotonic() + 60
        while True:
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchone()[0] >= wanted:
                return
            assert time.monotonic() < deadline, "an older transaction does not end"
            time.sleep(0.01)
