"""A set-up that is killed goes on where it stopped, whatever the step."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.members.models import Role, User
from tenants.models import ProvisioningRun, Tenant, TenantSchedule
from tenants.selectors.schemas import faults, tables_by_schema
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company, resume_set_ups
from tenants.services.steps import STEPS
from tests.tenants.conftest import server_environment

VALUES: dict[str, Any] = {
    "slug": "cutoff", "name": "Cut", "industry": "dining", "currency": "CNY", "timezone": "UTC", "locale": "en",
    "admin_email": "boss@cut.example",
}  # fmt: skip
# A process that asks for the company and kills itself after the work of one step, before that is committed.
KILLED = """
import os, signal, django
django.setup()
from tenants.services.onboarding import create_company
from tenants.services.steps import SetUp
steps = SetUp._steps
def deadly(self):
    for name, work in steps(self):
        yield name, (lambda: (work(), os.kill(os.getpid(), signal.SIGKILL))) if name == {step!r} else work
SetUp._steps = deadly
create_company(**{values!r})
"""


@pytest.fixture
def committed(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        found = Tenant.objects.filter(slug="cutoff").first()
        if found:
            delete_company(company=found)
        ProvisioningRun.objects.filter(slug="cutoff").delete()
        connection.close()


def kill_at(step: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED.format(step=step, values=VALUES)],
        env=server_environment(), cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("step", ["schema", "blueprint"])
def test_it_is_finished_by_asking_again(committed: None, step: str) -> None:
    kill_at(step)
    run = ProvisioningRun.objects.get(slug="cutoff")
    before = list(STEPS[: STEPS.index(step)])
    assert (run.state, [done["name"] for done in run.steps]) == ("running", before)
    assert ("cutoff" in tables_by_schema()) == (step != "schema")

    company = create_company(**VALUES).company

    assert [done["name"] for done in ProvisioningRun.objects.get(slug="cutoff", state="done").steps] == list(STEPS)
    assert faults(only=company) == []
    with company_context(company):
        assert (User.objects.count(), Role.objects.filter(code="owner").count()) == (1, 1)
    assert TenantSchedule.objects.filter(tenant=company).count() == len(TenantSchedule.Task)


@pytest.mark.slow
def test_it_is_found_and_finished_without_being_asked_again(committed: None) -> None:
    kill_at("roles")
    assert resume_set_ups() == []  # it may be at work still
    ProvisioningRun.objects.filter(slug="cutoff").update(finished_at=timezone.now() - timedelta(minutes=5))

    assert [done.company.slug for done in resume_set_ups()] == ["cutoff"]

    with company_context(Tenant.objects.get(slug="cutoff", status="active")):
        assert User.objects.get().email == "boss@cut.example"
