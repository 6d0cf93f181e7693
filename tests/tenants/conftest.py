"""A real Celery worker on the tests' own servers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tenants.access import company_context
from tenants.models import Domain, Tenant
from tenants.services.closing import delete_company
from tenants.services.onboarding import create_company, ensure_operator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


QUEUE = f"probe-{os.getpid()}"


def wait_for(happened: Callable[[], object], seconds: float = 60.0) -> None:
    """Return when it happened; fail when it did not in time."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture
def wait_until() -> Callable[..., None]:
    """Wait for something that another process does."""
    return wait_for


@pytest.fixture
def queue() -> str:
    """The queue that the worker of this run of the tests reads."""
    return QUEUE


@pytest.fixture
def initrode(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Iterator[Tenant]:
    """A company whose rows are committed, so that other processes see them; deleted with all it has at the end."""
    with django_db_blocker.unblock():
        company = create_company(slug="initrode", name="Initrode", currency="CNY", timezone="UTC", locale="en").company
        yield company
        delete_company(company=company)
        connection.close()


def server_environment() -> dict[str, str]:
    """Return the environment in which another process works on the tests' own servers."""
    database = connection.settings_dict
    person = f"{database['USER']}:{quote(database['PASSWORD'] or '')}"
    port = f":{database['PORT']}" if database["PORT"] else ""
    address = f"postgresql://{person}@{quote(database['HOST'], safe='')}{port}"
    return os.environ | {
        "DATABASE_URL": f"{address}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": f"{ROOT}:{HERE}",
    }


class Worker:
    """A Celery worker process that can be killed and started again."""

    def __init__(self, *options: str) -> None:
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, in a process group of its own."""
        environment = server_environment()
        command = [sys.executable, "-m", "celery", "-A", "probe_app", "worker", "-Q", QUEUE, "-l", "WARNING"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", *self.options]
        self.process = subprocess.Popen([*command, *quiet], cwd=ROOT, env=environment, start_new_session=True)

    def kill(self) -> None:
        """Kill the worker and its children, as a lost machine would."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def worker(request: pytest.FixtureRequest, initrode: Tenant) -> Iterator[Worker]:
    """A worker of the queue "probe"; parametrise with its pool, "threads" or "prefork"."""
    pool = getattr(request, "param", "threads")
    made = Worker("-P", pool, "-c", "4" if pool == "threads" else "2")
    made.start()
    yield made
    made.kill()


@pytest.fixture
def entered(initrode: Tenant) -> Iterator[Tenant]:
    """Run the test inside the committed company, without a transaction around it."""
    with company_context(initrode):
        yield initrode


@pytest.fixture(scope="session")
def operator(companies: dict[str, Tenant], django_db_blocker: DjangoDbBlocker) -> Tenant:
    """The operator, who has a schema like any company."""
    with django_db_blocker.unblock():
        return ensure_operator().company


@pytest.fixture
def two_companies(acme: Tenant, globex: Tenant, db: None) -> None:
    """Hide the companies that other tests keep for the session; the rows come back when the test is rolled back."""
    kept = ["acme", "globex", "operator"]
    Domain.objects.exclude(tenant__slug__in=kept).delete()
    Tenant.objects.exclude(slug__in=kept).delete()
