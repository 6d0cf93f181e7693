"""On a running stack: one trace from a request over its task to the statements; nobody's words in it."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.faults.collector import Collector
from tests.faults.stack import Stack, standing

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
    with standing("traces", within=240, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address) as running:
        yield running


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
