"""A log says which request, which company, how long and how it ended, and nothing about people."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from config.logs import JsonLines, PlainLines, logging_settings
from tenants.access import RequestInfo, request_context
from tenants.members.models import Unit
from tenants.models import Tenant
from tests.config.conftest import Kept
from tests.graphql_api import api_of

TOKEN = "hb_" + "k" * 43


def line(message: str, *args: object, formatter: logging.Formatter | None = None, **extra: Any) -> str:
    info = sys.exc_info() if sys.exc_info()[0] else None
    record = logging.getLogger("t").makeRecord("t", logging.ERROR, __file__, 1, message, args, info, extra=extra)
    return (formatter or JsonLines()).format(record)


def test_a_request_is_one_line_with_its_id_company_time_and_outcome(in_acme: Tenant, kept: Kept) -> None:
    response = api_of(in_acme, "journeys:read").post("{ viewer { kind } }")

    (told,) = kept.of("huibao.request")
    assert (told["request"], told["company"], told["actor"]) == (response["X-Request-Id"], "acme", "key")
    assert (told["method"], told["route"], told["status"]) == ("POST", "graphql", 200)
    assert 0 < told["duration_ms"] < 60_000


def test_the_address_that_was_asked_for_is_not_told(in_acme: Tenant, kept: Kept) -> None:
    Client(HTTP_HOST="acme.localhost").get(f"/s/{TOKEN}?name=Zhang")

    assert kept.of("huibao.request")[0]["status"] == 404
    assert not any(TOKEN in text or "Zhang" in text for text in kept.lines)


def test_health_checks_are_not_told(kept: Kept) -> None:
    Client().get("/livez")

    assert kept.of("huibao.request") == []


@pytest.mark.parametrize("formatter", [JsonLines(), PlainLines()], ids=["json", "plain"])
@pytest.mark.parametrize("secret", [TOKEN, "ann@example.com", "13800001234", "Bearer abcdef", "whsec_0123456789abcdef"])
def test_what_looks_like_a_secret_or_a_person_is_taken_out_of_messages(
    formatter: logging.Formatter, secret: str
) -> None:
    found = line("could not reach %s today", secret, formatter=formatter)

    assert secret not in found
    assert "today" in found


def test_an_id_of_ours_is_not_taken_for_a_number() -> None:
    assert "019ab0f2-1380-7000-8123-138000012345" in line("job 019ab0f2-1380-7000-8123-138000012345")


@pytest.mark.parametrize("formatter", [JsonLines(), PlainLines()], ids=["json", "plain"])
def test_the_words_of_an_exception_are_not_told_but_its_type_and_place(formatter: logging.Formatter) -> None:
    try:
        int("the soup was too salty")
    except ValueError:
        found = line("failed", formatter=formatter)

    assert "soup" not in found
    assert "ValueError" in found
    assert "test_logs.py" in found


def test_a_refusal_of_the_database_is_told_by_its_constraint(in_acme: Tenant) -> None:
    Unit.objects.create(code="salty-soup")
    try:
        with transaction.atomic():
            Unit.objects.create(code="salty-soup")
    except IntegrityError:
        found = json.loads(line("failed"))

    assert found["exception"]["sqlstate"] == "23505"
    assert found["exception"]["table_name"] == "members_unit"
    assert "salty" not in str(found)


def test_a_line_of_a_task_names_the_request_that_caused_it() -> None:
    with request_context(RequestInfo(id="0" * 32)):
        assert json.loads(line("worked", task="tenants.run_job", status="done"))["request"] == "0" * 32


def test_a_line_is_one_line_whatever_it_says() -> None:
    assert "\n" not in line("two\nlines %s", "\r\n{}")


def test_people_get_plain_lines_and_machines_json() -> None:
    forms = {form: logging_settings(form=form, level="info")["formatters"]["line"]["()"] for form in ("json", "plain")}

    assert forms == {"json": "config.logs.JsonLines", "plain": "config.logs.PlainLines"}


def test_times_are_in_utc() -> None:
    assert json.loads(line("now"))["time"].endswith("+00:00")
