"""The cookbook's documents run, its way to sync misses nothing, and the quick start does what it says in its time."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from feedback.models import FeedbackItem
from feedback.services.intake import ingest_records
from feedback.services.undo import undo_batch
from tenants.access import Actor
from tenants.graphql.errors import STATUS_WITHOUT_DATA
from tenants.hooks.catalogue import CATALOGUE
from tenants.jobs.models import Job
from tenants.jobs.services import run_job
from tenants.models import Tenant
from tests.feedback.services.changes.conftest import in_moving, moving
from tests.feedback.services.changes.warehouse import until_told
from tests.graphql_api import api_of

__all__ = ["in_moving", "moving"]

ROOT = Path(settings.BASE_DIR)
COOKBOOK, START = ((ROOT / f"docs/integrate/{name}.md").read_text("utf-8") for name in ("cookbook", "quick-start"))
EXAMPLES = re.findall(r"```graphql\n(.*?)```(?:\n```json\n(.*?)```)?", COOKBOOK, re.DOTALL)
COMMANDS = re.findall(r"```bash\n(.*?)```", START, re.DOTALL)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MINUTES = 5


def store(*names: str) -> None:
    """Store an answer of each name."""
    for name in names:
        record = {"external_id": name, "occurred_at": "2026-05-01T10:00:00Z", "nps": 9}
        ingest_records(kind="feedback", records=[record], received_at=NOW, actor=Actor(kind="key", name="test"))


@pytest.mark.parametrize(("query", "variables"), EXAMPLES, ids=[query.split("(")[0] for query, _ in EXAMPLES])
def test_a_document_runs(in_acme: Tenant, query: str, variables: str) -> None:
    answer = api_of(in_acme).data(query, **json.loads(variables or "{}"))

    assert all(not payload.get("userErrors") for payload in answer.values())


def test_the_way_to_sync_brings_each_row_and_takes_away_what_is_gone(in_moving: Tenant) -> None:
    query = next(query for query, _ in EXAMPLES if "createExport" in query)
    names: dict[str, Any] = {"EXPORT": query, "gzip": gzip, "io": io, "json": json, "time": time}
    exec(next(code for code in re.findall(r"```python\n(.*?)```", COOKBOOK, re.DOTALL) if "def sync" in code), names)
    api, got, kept = api_of(in_moving), dict[str, Any](), []

    def fetch(url: str) -> bytes:
        answer = Client(headers={"host": api.host, "authorization": f"Bearer {api.token}"}).get(url)
        assert answer.status_code == 200
        return b"".join(answer)

    def apply(lines: Iterator[dict[str, Any]], cursor: str) -> None:
        for line in lines:
            if line["op"] == "delete":
                got.pop(line["id"], None)
            else:
                got[line["id"]] = line["fields"].get("external_id")
        kept.append(cursor)

    def sync(cursor: str | None) -> str:
        until_told()
        found: str = names["sync"](api.data, fetch, apply, cursor, lambda _: work())
        return found

    def work() -> None:
        for job in Job.objects.filter(state="queued"):
            run_job(job_id=job.pk)

    store("cook-a", "cook-b")
    first = sync(None)
    assert {"cook-a", "cook-b"} <= set(got.values())
    store("cook-c")
    undo_batch(batch_id=FeedbackItem.objects.get(external_id="cook-a").batch_id, at=NOW)
    last = sync(first)

    assert {"cook-b", "cook-c"} == {name for name in got.values() if name and name.startswith("cook-")}
    assert kept == [first, last]


def test_the_codes_events_and_statuses_that_are_named_exist() -> None:
    codes = {str(code): status for code, status in STATUS_WITHOUT_DATA.items()}

    for status, code in re.findall(r"^\| (4\d\d) `([A-Z_]+)`", COOKBOOK, re.MULTILINE):
        assert codes[code] == int(status)
    assert "export.ready" in set(re.findall(r"`([a-z_]+\.[a-z_]+)`", COOKBOOK)) & set(CATALOGUE)


def test_the_answers_of_the_quick_start_are_taken(in_acme: Tenant, tmp_path: Path) -> None:
    written = next(block for block in COMMANDS if "answers.ndjson <<" in block).partition("curl")[0]
    subprocess.run(["bash", "-ec", written], cwd=tmp_path, check=True, timeout=30)
    records = [json.loads(line) for line in (tmp_path / "answers.ndjson").read_text().splitlines()]

    answer = ingest_records(kind="feedback", records=records, received_at=NOW, actor=Actor(kind="key", name="test"))

    assert (answer["accepted"], answer["rejected"]) == (60, [])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A checkout with its packages, as somebody has it who begins; whatever runs there is stopped afterwards."""
    folder = tmp_path / "huibao"
    shutil.copytree(
        ROOT, folder, ignore=shutil.ignore_patterns("__pycache__", ".git", ".run", ".venv", ".tools", ".*_cache")
    )
    for name in (".venv", ".tools"):
        (folder / name).mkdir()
        for path in (ROOT / name).glob("*"):
            (folder / name / path.name).symlink_to(path.resolve())
    (folder / ".venv/.synced").touch()  # the packages are those of the tests, so that nothing is fetched
    yield folder
    subprocess.run(["make", "down"], cwd=folder, env=surroundings(tmp_path, 0), check=False, timeout=60)


def surroundings(folder: Path, port: int) -> dict[str, str]:
    """Return the environment of somebody who begins, with a place and a port of the test's own."""
    left_out = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL"}
    own = {name: value for name, value in os.environ.items() if name not in left_out and not name.startswith("PYTEST")}
    return own | {"RUN_DIR": str(folder / "run"), "PORT": str(port)}


@pytest.mark.soak
def test_who_follows_the_quick_start_reads_a_score_in_under_five_minutes(checkout: Path, tmp_path: Path) -> None:
    port, began = free_port(), time.monotonic()
    environment = surroundings(tmp_path, port)
    first, *others = COMMANDS
    up = subprocess.Popen(
        ["bash", "-ec", first], cwd=checkout, env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_for(port, up)
        script = "\n".join(others).replace(":8000", f":{port}")
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script], cwd=checkout, env=environment, text=True, timeout=240,
            capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        assert '"accepted":60' in done.stdout
        nodes = json.loads(done.stdout[done.stdout.rindex('{"data"') :])["data"]["experienceReturnScores"]["nodes"]
        queue = next(node["nps"] for node in nodes if node["touchpoint"]["code"] == "queue")
        assert (queue["value"], queue["n"], queue["status"]) == (25.0, 60, "ok")
        assert time.monotonic() - began < MINUTES * 60
    finally:
        os.killpg(up.pid, signal.SIGINT)
        up.wait(60)


def wait_for(port: int, up: subprocess.Popen[str]) -> None:
    """Wait until the web answers, as somebody does who reads the addresses."""
    end = time.monotonic() + MINUTES * 60
    while True:
        assert up.poll() is None, up.stdout.read() if up.stdout else ""
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            assert time.monotonic() < end, "make up did not come up"
            time.sleep(0.2)
