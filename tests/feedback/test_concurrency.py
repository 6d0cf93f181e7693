"""Batches beside each other: the same ids are stored once, nobody deadlocks, a kill leaves nothing half-stored."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from feedback.services.idempotency import IdempotencyConflict, RequestKey
from feedback.services.intake import ingest_records
from tenants.access import ANONYMOUS, company_context
from tenants.models.tenant import Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company
from tests.feedback.conftest import NOW

BATCHES = 12


@pytest.fixture(scope="module")
def crowded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company of its own, because these tests commit."""
    with django_db_blocker.unblock():
        company = create_company(
            slug="crowded", name="Crowded", currency="CNY", timezone="Asia/Shanghai", locale="en"
        ).company
        yield company
        delete_company(company=company)


def send(company: Tenant, records: list[dict[str, object]], request: RequestKey | None = None) -> dict[str, object]:
    try:
        with company_context(company):
            return ingest_records(kind="feedback", records=records, received_at=NOW, actor=ANONYMOUS, request=request)
    finally:
        connection.close()


def ask(company: Tenant, sql: str) -> list[tuple[object, ...]]:
    with company_context(company), connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def records(tag: str, seed: int, *, size: int = 150, value: int | None = None) -> list[dict[str, object]]:
    rng = random.Random(seed)
    chosen = rng.sample(range(200), size)
    return [
        {
            "external_id": f"{tag}-{number}",
            "customer": f"{tag}-c-{number % 17}",
            "touchpoint": f"{tag}-t{number % 3}",
            "occurred_at": "2026-05-01",
            "nps": number % 11 if value is None else value,
        }
        for number in chosen
    ]


def test_same_ids_at_once_are_stored_once(crowded, django_db_blocker):
    with django_db_blocker.unblock(), ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda seed: send(crowded, records("same", seed)), range(BATCHES)))
        ids = {record["external_id"] for seed in range(BATCHES) for record in records("same", seed)}

        assert sum(answer["accepted"] for answer in answers) == len(ids)
        assert sum(answer["duplicates"] for answer in answers) == BATCHES * 150 - len(ids)
        assert ask(crowded, "SELECT count(*) FROM feedback_feedbackitem WHERE external_id LIKE 'same-%'") == [
            (len(ids),)
        ]
        assert ask(crowded, "SELECT count(*) FROM feedback_customer WHERE external_id LIKE 'same-%'") == [(17,)]


def test_corrections_at_once_keep_one_chain_of_images(crowded, django_db_blocker):
    with django_db_blocker.unblock(), ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda seed: send(crowded, records("fix", seed, value=seed % 11)), range(BATCHES)))

        accepted = sum(answer["accepted"] for answer in answers)
        corrected = sum(answer["corrected"] for answer in answers)
        duplicates = sum(answer["duplicates"] for answer in answers)
        assert accepted + duplicates == BATCHES * 150
        images = "SELECT count(*) FROM feedback_superseded WHERE row->>'external_id' LIKE 'fix-%'"
        assert ask(crowded, images) == [(corrected,)]
        # Each image ends where the next version of the same fact begins.
        broken = ask(
            crowded,
            "SELECT count(*) FROM feedback_superseded s WHERE s.kind = 'feedback' AND NOT EXISTS ("
            "SELECT FROM feedback_superseded n WHERE n.fact_id = s.fact_id AND n.xid = s.replaced_xid UNION ALL "
            "SELECT FROM feedback_feedbackitem f WHERE f.id = s.fact_id AND f.xid = s.replaced_xid)",
        )
        assert broken == [(0,)]


def test_same_idempotency_key_at_once_is_a_conflict_or_the_same_answer(crowded, django_db_blocker):
    def try_it(_: int) -> object:
        try:
            return send(crowded, records("key", 1), RequestKey("once", "digest"))["batchId"]
        except IdempotencyConflict:
            return None

    with django_db_blocker.unblock(), ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(try_it, range(12))) - {None}

        assert len(answers) == 1
        assert ask(crowded, "SELECT count(*) FROM feedback_importbatch WHERE idempotency_key = 'once'") == [(1,)]


def test_report_that_another_batch_commits_meanwhile_is_a_duplicate(crowded, django_db_blocker):
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as pool:
        with company_context(crowded), transaction.atomic():
            ingest_records(kind="feedback", records=records("race", 1), received_at=NOW, actor=ANONYMOUS)
            other = pool.submit(send, crowded, records("race", 1))
            time.sleep(0.2)  # the other batch is waiting for ours by now, or will find it committed
        answer = other.result(10)

        assert (answer["accepted"], answer["duplicates"]) == (0, 150)


def test_reports_without_a_customer_that_meet_while_both_are_new_are_stored_once(crowded, django_db_blocker):
    answers = [{"external_id": f"meet-{n}", "occurred_at": "2026-05-01", "nps": 5} for n in range(20)]
    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as pool:
        with company_context(crowded), transaction.atomic():
            ingest_records(kind="feedback", records=answers, received_at=NOW, actor=ANONYMOUS)
            # Nothing in common is locked before the rows themselves, so the other is in its COPY when we commit.
            other = pool.submit(send, crowded, answers)
            waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'COPY%'"
            deadline = time.monotonic() + 5
            while ask(crowded, waiting) == [(0,)] and time.monotonic() < deadline:
                time.sleep(0.01)
        told = other.result()

        assert (told["accepted"], told["duplicates"]) == (0, 20)


@pytest.mark.slow
def test_killed_import_leaves_nothing_and_can_be_run_again(crowded, django_db_blocker, tmp_path: Path):
    path = tmp_path / "many.csv"
    path.write_text("external_id,occurred_at,nps\n" + "".join(f"kill-{n},2026-05-01,5\n" for n in range(60_000)))
    script = (
        "import django; django.setup()\n"
        "from pathlib import Path; from django.db import connection; from django.utils import timezone\n"
        "from tenants.access import company_context; from tenants.selectors import company_by_slug\n"
        "from feedback.services.imports import ImportOrder, import_file\n"
        f"path = Path({str(path)!r})\n"
        "with company_context(company_by_slug('crowded')):\n"
        "    order = ImportOrder(kind='feedback', path=path, errors=path, received_at=timezone.now())\n"
        "    import_file(order, progress=lambda done, size: print(done, flush=True))\n"
    )
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                f"from django.conf import settings; settings.DATABASES['default']['NAME']={name!r}\n{script}",
            ],
            stdout=subprocess.PIPE,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        )
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        counted = "SELECT count(*) FROM feedback_feedbackitem WHERE external_id LIKE 'kill-%'"
        assert ask(crowded, counted) == [(0,)]

        from feedback.services.imports import ImportOrder, import_file

        with company_context(crowded):
            report = import_file(ImportOrder(kind="feedback", path=path, errors=path, received_at=NOW))
        assert report.accepted == 60_000
