"""Every line of a request and of a task says which request and which company it is of."""

from __future__ import annotations

import json
import logging

import pytest

from analytics.tasks import sweep, tick
from tenants.models import Tenant, TenantSchedule
from tenants.tasks import RefusedMessage, deliver, tend
from tests.config.conftest import Kept
from tests.graphql_api import api_of

GIVEN = "0f8fad5b-d9cb-469f-a165-70867728950e"


def whose(kept: Kept) -> set[tuple[str | None, str]]:
    """Return requests and companies of all lines; there must be lines."""
    lines = [json.loads(text) for text in kept.lines]
    assert lines
    return {(line["request"], line["company"]) for line in lines}


def test_all_lines_of_a_request_are_of_its_company(in_acme: Tenant, kept: Kept) -> None:
    answer = api_of(in_acme).post("{ nothing }")

    assert whose(kept) == {(answer["X-Request-Id"], "acme")}


@pytest.mark.parametrize("task", [deliver, sweep], ids=lambda task: task.name)
def test_all_lines_around_a_task_are_of_what_caused_it(in_acme: Tenant, kept: Kept, task: object) -> None:
    task.apply(headers={"company": "acme", "request": GIVEN})  # type: ignore[attr-defined]

    assert whose(kept) == {(GIVEN, "acme")}  # Celery's own line about its end too


def test_a_task_that_fails_says_so_for_its_company(in_acme: Tenant, kept: Kept) -> None:
    Tenant.objects.filter(slug="acme").update(status=Tenant.Status.DELETING)

    with pytest.raises(RefusedMessage):
        deliver.apply(headers={"company": "acme", "request": GIVEN}).get()

    assert whose(kept) == {(GIVEN, "acme")}


@pytest.mark.parametrize("task", [tick, tend], ids=lambda task: task.name)
@pytest.mark.django_db
def test_tasks_of_no_company_have_an_id_too(kept: Kept, task: object) -> None:
    TenantSchedule.objects.all().delete()

    task.apply(headers={"request": GIVEN})  # type: ignore[attr-defined]

    assert {request for request, _ in whose(kept)} == {GIVEN}


def test_a_line_outside_of_any_request_says_public(kept: Kept) -> None:
    logging.getLogger("t").info("starts")

    assert whose(kept) == {(None, "public")}
