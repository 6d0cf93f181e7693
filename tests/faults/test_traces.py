"""On a running stack: one trace from a request over its task to the statements; nobody's words in it."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.collector import Collector
from tests.faults.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.soak]
PLANTED = "Ottokar Wunderlich found the soup too salty"
ASK = "mutation { requestScores(input: {}) { job { id } userErrors { message } } }"


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    """A collector of the tests' own."""
    made = Collector()
    yield made
    made.server.shutdown()


@pytest.fixture(scope="module")
def stack(collector: Collector) -> Iterator[Stack]:
    """The product, which sends its traces."""
    place = Path(tempfile.mkdtemp(prefix="hb-traces-", dir="/tmp"))
    place.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
        running = Stack(place / "run")
    try:
        running.wait_ready(240)
        yield running
    finally:
        running.stop()
        shutil.rmtree(place, ignore_errors=True)


def test_a_trace_goes_from_the_web_over_the_worker_to_the_statements(stack: Stack, collector: Collector) -> None:
    made = stack.manage(
        "tenant", "create", "--slug", "acme", "--name", "Acme", "--industry", "none", "--currency", "CNY",
        "--timezone", "UTC", "--locale", "en", "--admin-email", "a@example.com", "--api-key",
    )  # fmt: skip
    fact = {"external_id": "1", "occurred_at": "2026-01-01", "nps": 9, "text": PLANTED}
    token = str(made["api_key"])
    stack.post("/collect/v1/feedback", slug="acme", token=token, key="k", records=[fact])
    request = urllib.request.Request(
        f"http://127.0.0.1:{stack.port}/graphql",
        data=json.dumps({"query": ASK}).encode(),
        headers={
            "Host": f"acme.localhost:{stack.port}",
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        request_id = answer.headers["X-Request-Id"]
        assert json.load(answer)["data"]["requestScores"]["job"]

    end = time.monotonic() + 60
    names: set[str] = set()
    while "tenants.run_job" not in names and time.monotonic() < end:
        time.sleep(0.5)
        for spans in collector.traces().values():
            ids = {a.value.string_value for span in spans for a in span.attributes if a.key == "huibao.request"}
            if request_id in ids:
                names = {span.name for span in spans}

    assert {"POST graphql", "tenants.run_job"} <= names
    assert any(name.startswith("SELECT ") for name in names)
    assert b"Wunderlich" not in collector.raw
    assert token.encode() not in collector.raw
