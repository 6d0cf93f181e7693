"""Whoever writes a company's data to a file is killed: half a file is never given out, nor left behind."""

import gzip
import hashlib
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.stack import ROOT, Stack, standing

pytestmark = [pytest.mark.slow, pytest.mark.long]
FACTS, AT_ONCE = 40_000, 5_000
JOB = "query($id: ID!) { node(id: $id) { ... on Job { state attempts error result } } }"
EXPORT = "mutation { createExport(input: {kind: CHANGES}) { job { id } userErrors { code } } }"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with standing("exports") as running:
        yield running


@pytest.fixture(scope="module")
def token(stack: Stack) -> str:
    """A key of a company that has enough to say for a second of writing."""
    made = stack.companies("acme")["acme"]
    for first in range(0, FACTS, AT_ONCE):
        batch: list[dict[str, object]] = [
            {
                "external_id": f"f{number}",
                "customer": f"c{number % 9973}",
                "occurred_at": "2026-03-02T08:00:00Z",
                "nps": number % 11,
                "text": hashlib.sha256(str(number).encode()).hexdigest(),  # which does not pack well
            }
            for number in range(first, first + AT_ONCE)
        ]
        stack.post("/collect/v1/feedback", slug="acme", token=made, key=f"b{first}", records=batch)
    return made


def ask(stack: Stack, token: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, bytes]:
    """Return status and body of what acme's host answers."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{stack.port}{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Host": f"acme.localhost:{stack.port}",
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def data(stack: Stack, token: str, query: str, **variables: str) -> dict[str, Any]:
    """Return what GraphQL answers."""
    status, body = ask(stack, token, "/graphql", {"query": query, "variables": variables})
    answer: dict[str, Any] = json.loads(body)
    assert status == 200, answer
    found: dict[str, Any] = answer["data"]
    return found


def parts(place: Path) -> list[Path]:
    """Return the files that are being written, or were."""
    return [path for path in place.rglob(".*.part") if path.is_file()]


def test_a_killed_worker_leaves_no_half_file_and_another_writes_it_whole(stack: Stack, token: str) -> None:
    job = data(stack, token, EXPORT)["createExport"]["job"]["id"]
    deadline = time.monotonic() + 30
    while not any(path.stat().st_size for path in parts(stack.run_dir)):
        assert time.monotonic() < deadline, "nobody began to write"
        time.sleep(0.002)
    assert stack.kill("celery", " worker ") > 0

    half = data(stack, token, JOB, id=job)["node"]
    key = next(path.name.removeprefix(".").partition(".")[0] for path in parts(stack.run_dir))
    assert (half["state"], half["result"]) == ("RUNNING", None)
    assert ask(stack, token, f"/exports/{key}")[0] == 404

    began = time.monotonic()
    stack.wait_until(lambda: data(stack, token, JOB, id=job)["node"]["state"] != "RUNNING", 180)
    stack.wait_until(lambda: data(stack, token, JOB, id=job)["node"]["state"] == "DONE", 60)
    whole = data(stack, token, JOB, id=job)["node"]
    print(f"\nwritten whole {time.monotonic() - began:.0f} s after the kill")  # noqa: T201 - the figure
    status, packed = ask(stack, token, whole["result"]["url"])
    lines = [json.loads(line) for line in gzip.decompress(packed).splitlines()]

    assert (status, whole["attempts"], whole["error"]) == (200, 2, "")
    assert hashlib.sha256(packed).hexdigest() == whole["result"]["sha256"]
    told = [line["fields"]["external_id"] for line in lines if line["kind"] == "feedback"]
    assert sorted(told) == sorted(f"f{number}" for number in range(FACTS))
    assert parts(stack.run_dir) == []


def test_a_killed_export_of_a_company_leaves_no_archive_and_the_next_one_clears_up(
    stack: Stack, token: str, tmp_path: Path
) -> None:
    target = tmp_path / "acme.zip"
    command = [sys.executable, "manage.py", "tenant", "export", "acme", str(target), "--json"]
    exporting = subprocess.Popen(
        command, cwd=ROOT, env=stack.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not any(path.stat().st_size for path in parts(tmp_path)):
        assert exporting.poll() is None, "it was over before it was seen"
        time.sleep(0.002)
    exporting.kill()
    exporting.wait(10)
    assert len(parts(tmp_path)) == 1
    assert not target.exists()

    done = stack.manage("tenant", "export", "acme", str(target))

    assert parts(tmp_path) == []
    assert stack.manage("tenant", "restore", str(target), "--slug", "again")["rows"] == done["rows"]
