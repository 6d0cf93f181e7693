"""One trace from the request over its task to the statements, in which nobody's words stand; none unless wanted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from analytics.tasks import tick
from config.embedded.places import PROJECT
from tenants.models import Tenant
from tenants.tasks import HouseTask, deliver
from tenants.telemetry import tracing
from tenants.telemetry.spans import Spans, summary, without_values
from tests.graphql_api import api_of

OUTSIDE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SALTY = "the soup was too salty"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    """What is recorded while the test runs."""
    exporter = InMemorySpanExporter()
    before = tracing.switch_on(Spans(SimpleSpanProcessor(exporter)))
    yield exporter
    tracing.switch_on(before)


def named(spans: InMemorySpanExporter, name: str) -> ReadableSpan:
    return next(span for span in spans.get_finished_spans() if span.name == name)


def test_a_request_is_a_span_with_its_statements_below(in_acme: Tenant, spans: InMemorySpanExporter) -> None:
    answer = api_of(in_acme, "journeys:read").post("{ personas { nodes { nameZh } } }")

    web = named(spans, "POST graphql")
    below = [span for span in spans.get_finished_spans() if span.parent and span.parent.span_id == web.context.span_id]
    assert {"SELECT members_apikey", "SELECT journeys_persona"} <= {span.name for span in below}
    assert web.attributes["huibao.request"] == answer["X-Request-Id"]
    assert (web.attributes["http.route"], web.attributes["http.response.status_code"]) == ("graphql", 200)
    assert {span.attributes["huibao.company"] for span in spans.get_finished_spans()} <= {"acme", "public"}


def test_a_task_goes_on_with_the_trace_of_the_request_that_sent_it(
    in_acme: Tenant, spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: dict[str, Any] = {}
    monkeypatch.setattr("celery.app.task.Task.apply_async", lambda self, *words, **more: sent.update(more["headers"]))
    with tracing.span("POST graphql", kind="server") as web:
        deliver.apply_async()

    deliver.apply(headers=sent)

    task = named(spans, "tenants.deliver")
    assert task.context.trace_id == web.get_span_context().trace_id
    assert task.parent and task.parent.span_id == web.get_span_context().span_id
    statements = [span for span in spans.get_finished_spans() if span.attributes.get("db.system.name")]
    assert statements
    assert {span.context.trace_id for span in statements} == {task.context.trace_id}


def test_no_value_of_a_statement_and_no_word_of_an_exception_is_recorded(
    in_acme: Tenant, spans: InMemorySpanExporter
) -> None:
    with pytest.raises(ValueError, match="salty"), tracing.span("work"), connection.cursor() as cursor:
        cursor.execute("SELECT %s, 'bitter', 42 FROM members_user WHERE email = %s", [SALTY, "ann@example.com"])
        raise ValueError(SALTY)

    told = json.dumps([json.loads(span.to_json()) for span in spans.get_finished_spans()])
    assert "SELECT %s, ?, ? FROM members_user" in told
    assert not any(word in told for word in ("salty", "bitter", "42 FROM", "ann@"))
    work = named(spans, "work")
    assert (work.status.status_code, work.attributes["error.type"]) == (StatusCode.ERROR, "ValueError")


def test_a_callers_trace_is_linked_and_not_continued(in_acme: Tenant, spans: InMemorySpanExporter) -> None:
    api_of(in_acme).send(b'{"query": "{ viewer { kind } }"}', headers={"traceparent": OUTSIDE})

    web = named(spans, "POST graphql")
    assert web.parent is None
    assert f"{web.links[0].context.trace_id:032x}" == OUTSIDE.split("-")[1] != f"{web.context.trace_id:032x}"


@pytest.mark.parametrize("given", ["", "nonsense", "00-0-0-0", OUTSIDE + "\x00", "00-" + "f" * 32])
def test_a_traceparent_that_is_none_does_no_harm(spans: InMemorySpanExporter, given: str) -> None:
    with tracing.span("work", link=given), tracing.span("below", parent=given or None):
        pass

    assert len(spans.get_finished_spans()) == 2
    assert named(spans, "work").links == ()


def test_a_tasks_own_id_stands_in_its_log_lines(in_acme: Tenant, spans: InMemorySpanExporter) -> None:
    with tracing.span("work") as span:
        assert tracing.trace_id() == f"{span.get_span_context().trace_id:032x}"
    assert tracing.trace_id() is None


def test_statements_of_no_request_are_not_recorded(in_acme: Tenant, spans: InMemorySpanExporter) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

    assert spans.get_finished_spans() == ()


@pytest.mark.parametrize(("sql", "kept", "short"), [
    ("SELECT $x$secret$x$, E'it''s' FROM a", "SELECT ?, E? FROM a", "SELECT a"),
    ('UPDATE ONLY "b"  SET c = 1.5', 'UPDATE ONLY "b" SET c = ?', "UPDATE b"),
    ("COPY staging FROM STDIN", "COPY staging FROM STDIN", "COPY staging"),
    ("SELECT 1", "SELECT ?", "SELECT"),
])  # fmt: skip
def test_a_statement_is_told_without_literals(sql: str, kept: str, short: str) -> None:
    assert (without_values(sql), summary(without_values(sql))) == (kept, short)


def test_every_task_is_of_the_kind_that_is_told_of() -> None:
    assert isinstance(tick, HouseTask)
    assert isinstance(deliver, HouseTask)


@pytest.mark.slow
def test_nothing_of_opentelemetry_is_loaded_unless_traces_are_wanted(tmp_path: Any) -> None:
    code = "import config.wsgi, sys; print([name for name in sys.modules if name.startswith('opentelemetry.sdk.')])"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=PROJECT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip().endswith("['opentelemetry.sdk.metrics']")  # a mark that it shall not be loaded
