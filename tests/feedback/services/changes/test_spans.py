"""Files applied one after the other give the tables, whatever happened between and beside them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from feedback.models import Customer, ImportBatch
from feedback.services.intake import ingest_records
from feedback.services.privacy.erasing import UnknownPerson, erase_person
from feedback.services.privacy.letting_go import texts
from feedback.services.undo import undo_batch
from tenants.access import COMMAND, company_context
from tenants.models import Tenant
from tests.feedback.services.changes.warehouse import Warehouse, normal, tables, until_told

NOW = datetime(2026, 6, 1, tzinfo=UTC)
STEPS = 30
MANY_STEPS = 120


def batch(rng: random.Random, tag: str = "") -> tuple[str, list[dict[str, Any]]]:
    """Return some records of a kind; few ids, so that many are corrections."""
    kind = rng.choice(["customers", "feedback", "orders", "interactions"])
    return kind, [record(rng, kind, f"{tag}{number}") for number in rng.sample(range(30), rng.randint(1, 8))]


def record(rng: random.Random, kind: str, name: str) -> dict[str, Any]:
    who = rng.choice([f"person-{rng.randrange(12)}", None])
    made = {"external_id": f"{kind}-{name}", "customer": who, "occurred_at": f"2026-05-{rng.randint(1, 28):02d}"}
    match kind:
        case "customers":
            phone = f"1380000{rng.randrange(10_000):04d}"
            return {"external_id": f"person-{rng.randrange(12)}{name}", "phone": phone, "attr.city": rng.choice("abc")}
        case "orders":
            return made | {"amount": f"{rng.randint(1, 999)}.50", "unit": rng.choice(["north", "south"])}
        case "interactions":
            return made | {"touchpoint": rng.choice(["desk", "app"]), "attr.agent": rng.choice("xyz")}
        case _:
            said = rng.choice(["fine", "slow", f"call {who}"])
            return made | {"nps": rng.randint(0, 10), "text": said, "weight": "1.25", "touchpoint": "desk"}


def store(rng: random.Random, tag: str = "") -> None:
    kind, records = batch(rng, tag)
    ingest_records(kind=kind, records=records, received_at=NOW, actor=COMMAND)


def take_back(rng: random.Random) -> None:
    done = list(ImportBatch.objects.filter(state="done").order_by("id").values_list("pk", flat=True))
    if done:
        undo_batch(batch_id=rng.choice(done), at=NOW)


def erase(rng: random.Random) -> None:
    codes = list(Customer.objects.filter(erased_at=None).order_by("external_id").values_list("external_id", flat=True))
    if codes:
        try:
            erase_person(actor=COMMAND, identifiers=[rng.choice(codes)], now=NOW)
        except UnknownPerson:
            pytest.fail("a customer is somebody")


def let_go(rng: random.Random) -> None:
    with transaction.atomic():
        texts(datetime(2026, 5, rng.randint(1, 28), tzinfo=UTC))


ACTS: list[Callable[[random.Random], None]] = [store, store, store, store, take_back, erase, let_go]


class Slow:
    """A writer whose transaction begins long before it stores something, and ends long after."""

    def __init__(self, company: Tenant, pool: ThreadPoolExecutor) -> None:
        self.company, self.pool, self.atomic = company, pool, transaction.atomic()
        self.pool.submit(self._begin).result()

    def _begin(self) -> None:
        with company_context(self.company):
            self.atomic.__enter__()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()")

    def end(self, rng: random.Random) -> None:
        """Store something and commit."""
        self.pool.submit(self._end, rng).result()

    def _end(self, rng: random.Random) -> None:
        with company_context(self.company):
            store(rng, "late-")
            self.atomic.__exit__(None, None, None)
            connection.close()


@pytest.fixture
def thread(in_moving: Tenant) -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.mark.parametrize(
    ("seed", "steps"), [(1, STEPS), *(pytest.param(seed, MANY_STEPS, marks=pytest.mark.long) for seed in (2, 3, 4))]
)
def test_the_files_of_all_exports_give_the_tables(
    in_moving: Tenant, thread: ThreadPoolExecutor, seed: int, steps: int
) -> None:
    rng, warehouse, slow = random.Random(seed), Warehouse(), None
    for _ in range(steps):
        rng.choice(ACTS)(rng)
        if rng.random() < 0.15:
            if slow is None:
                slow = Slow(in_moving, thread)
            else:
                slow.end(rng)
                slow = None
        if rng.random() < 0.2:
            warehouse.sync(limit=rng.choice([1, 3, 10, 200]) + 3)
        if rng.random() < 0.1 and slow is None:
            check(warehouse)
    if slow is not None:
        slow.end(rng)
    check(warehouse)
    again = Warehouse()
    check(again)
    assert not any(line["op"] == "delete" for line in again.lines)


def check(warehouse: Warehouse) -> None:
    """Fetch what is left and compare."""
    until_told()
    warehouse.sync()
    assert normal(warehouse.rows) == tables()
