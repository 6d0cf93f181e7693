"""How fast facts come in: HTTP against raw COPY, and file import against Django's bulk_create, in the same run."""

import csv
import http.client
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from bench.companies import scratch_company
from bench.web import served
from feedback.models import FeedbackItem
from feedback.services.buckets import bucket_of
from feedback.services.imports import ImportOrder, import_file
from tenants.access import Capability
from tenants.members.services import create_api_key
from tenants.models.ids import uuid7
from tenants.models.tenant import Tenant
from tenants.selectors import host_of

ROWS = int(os.environ.get("BENCH_INGEST_ROWS", "40000"))
BATCH = 1_000  # as many as a batch of the GraphQL interface carries; this one takes five times as many
SMALL_BATCH = 100
CLIENTS = 8
RUNS = 7
CUSTOMERS = 8_000
_COMMENTS = ("上菜很快，服务员很热情", "等位太久了", "味道不错，下次还来", "环境一般", "性价比高")
_PLACES = ("queue", "seat", "menu", "dish", "bill", "parking")
_FIRST = b'[{"external_id": "first", "occurred_at": "2026-01-01", "nps": 1}]'
Record = dict[str, object]


def measures() -> dict[str, dict[str, object]]:
    """Return `ingest_http_vs_copy`, the same in small batches, and `import_vs_bulk_create`, in rows a second."""
    with scratch_company() as company:
        connection.close()
        return {
            "ingest_http_vs_copy": _side_by_side(company, _over_http, _by_copy),
            "ingest_http_by_100_vs_copy": _side_by_side(company, _in_small_batches, _by_copy),
            "import_vs_bulk_create": _side_by_side(company, _by_import, _by_bulk_create),
        }


def _side_by_side(
    company: Tenant,
    ours: Callable[[Tenant, list[Record]], float],
    other: Callable[[Tenant, list[Record]], float],
) -> dict[str, object]:
    runs: list[tuple[float, float]] = []
    ours(company, _records(f"warm{ours.__name__}"))
    for number in range(RUNS):
        tag = f"{ours.__name__}{number}"
        mine = ROWS / ours(company, _records(f"a{tag}"))
        runs.append((mine, ROWS / other(company, _records(f"b{tag}"))))
    ratios = [mine / theirs for mine, theirs in runs]
    return {
        "ratio": round(statistics.median(ratios), 3),
        "ours": round(statistics.median(mine for mine, _ in runs)),
        "other": round(statistics.median(theirs for _, theirs in runs)),
        "unit": "rows/s",
        "runs": [round(ratio, 3) for ratio in ratios],
    }


def _records(tag: str) -> list[Record]:
    """Return answers of known and new customers, in the interface's own format."""
    rng = random.Random(tag)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        {
            "external_id": f"{tag}-{number}",
            "customer": f"c-{rng.randrange(CUSTOMERS)}",
            "touchpoint": rng.choice(_PLACES),
            "channel": "app",
            "unit": f"store-{rng.randrange(40)}",
            "occurred_at": (start + timedelta(seconds=rng.randrange(8_000_000))).isoformat(),
            "rating": rng.randint(1, 5),
            "emotional": rng.randint(0, 10),
            "functional": rng.randint(0, 10),
            "social": rng.randint(0, 10),
            "text": rng.choice(_COMMENTS),
            "language": "zh",
        }
        for number in range(ROWS)
    ]


def _in_small_batches(company: Tenant, records: list[Record]) -> float:
    """Send them a hundred a request; return the seconds until the last answer."""
    return _over_http(company, records, batch=SMALL_BATCH)


def _over_http(company: Tenant, records: list[Record], *, batch: int = BATCH) -> float:
    """Send batches from several clients at once to a real server; return the seconds until the last answer."""
    _, token = create_api_key(name="bench", scopes=[Capability.FEEDBACK_WRITE])
    bodies = [json.dumps(records[at : at + batch], ensure_ascii=False).encode() for at in range(0, len(records), batch)]
    headers = {"Host": host_of(company), "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with served() as (_, port), ThreadPoolExecutor(CLIENTS) as pool:
        # Every thread of the server gets its connection beforehand, as COPY has its own.
        list(pool.map(lambda _: _send(port, headers, [_FIRST]), range(4 * CLIENTS)))
        before = time.perf_counter()
        accepted = sum(pool.map(lambda part: _send(port, headers, bodies[part::CLIENTS]), range(CLIENTS)))
        seconds = time.perf_counter() - before
    if accepted != len(records):
        raise RuntimeError(f"{accepted} of {len(records)} records were accepted")
    return seconds


def _send(port: int, headers: dict[str, str], bodies: list[bytes]) -> int:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    accepted = 0
    for body in bodies:
        client.request("POST", "/collect/v1/feedback", body, {**headers, "Idempotency-Key": str(uuid7())})
        response = client.getresponse()
        answer = json.loads(response.read())
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {answer}")
        accepted += answer["accepted"]
    client.close()
    return accepted


_COLUMNS = (
    *("id", "xid", "batch_id", "received_at", "source", "external_id", "customer_id", "unit_id", "occurred_at"),
    *("response", "respondent", "bucket", "touchpoint_id", "channel_id", "rating", "rating_max"),
    *("emotional", "functional", "social", "text", "language", "order_ref"),
)


def _finished(records: list[Record]) -> list[tuple[object, ...]]:
    """Return complete rows of the table, as one who had resolved everything beforehand would hold them."""
    now, batch, place = timezone.now(), uuid7(), uuid7()
    customers = {f"c-{number}": (uuid7(), bucket_of(f"c-{number}")) for number in range(CUSTOMERS)}
    return [
        (
            *(uuid7(), 1, batch, now, "default", one["external_id"], customers[str(one["customer"])][0], place),
            *(datetime.fromisoformat(str(one["occurred_at"])), "", *customers[str(one["customer"])], place, place),
            *(one["rating"], 5, one["emotional"], one["functional"], one["social"], one["text"], "zh", ""),
        )
        for one in records
    ]


def _by_copy(company: Tenant, records: list[Record]) -> float:
    """Copy complete rows, encoded beforehand, into the same table with one COPY; return the seconds to the commit."""
    data = "".join("\t".join(map(str, row)) + "\n" for row in _finished(records)).encode()
    statement = f"COPY feedback_feedbackitem ({', '.join(_COLUMNS)}) FROM STDIN"
    before = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(data)
    return time.perf_counter() - before


def _by_import(company: Tenant, records: list[Record]) -> float:
    """Import a CSV file; return the seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feedback.csv"
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(records[0]))
            writer.writeheader()
            writer.writerows(records)
        order = ImportOrder(kind="feedback", path=path, errors=path.with_suffix(".errors"), received_at=timezone.now())
        before = time.perf_counter()
        report = import_file(order)
        seconds = time.perf_counter() - before
    if report.accepted != len(records):
        raise RuntimeError(f"{report.accepted} of {len(records)} rows were accepted")
    return seconds


def _by_bulk_create(company: Tenant, records: list[Record]) -> float:
    """Store complete rows with Django's bulk_create, 1,000 a statement; return the seconds."""
    rows = _finished(records)
    before = time.perf_counter()
    with transaction.atomic():
        for at in range(0, len(rows), 1000):
            FeedbackItem.objects.bulk_create(
                [FeedbackItem(**dict(zip(_COLUMNS, row, strict=True))) for row in rows[at : at + 1000]]
            )
    return time.perf_counter() - before
