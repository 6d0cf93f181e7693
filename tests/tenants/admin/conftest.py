"""Somebody of the operator in front of the operator's pages, and what stands on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tenants.access import company_context
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tenants.selectors import forget_hosts

EMAIL, PASSWORD = "ops@operator.example", "correct horse battery"


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings: Any) -> None:
    """Count failures apart from other tests and other runs, which use the same server."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


class Desk:
    """A browser at the operator's host."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(headers={"host": "localhost", "accept": "text/html", "accept-language": language})

    def signs_in(self, email: str = EMAIL, password: str = PASSWORD) -> HttpResponse:
        """Sign in by the door that everybody uses."""
        given = {"email": email, "password": password}
        return self.client.post("/auth/login", given, content_type="application/json")  # type: ignore[return-value]

    def reads(self, path: str = "", **query: str) -> HttpResponse:
        """Ask for a page."""
        return self.client.get(f"/admin/{path}", query)  # type: ignore[return-value]

    def sees(self, path: str = "", **query: str) -> str:
        """Return the words of a page, which there is."""
        answer = self.reads(path, **query)
        assert answer.status_code == 200, (path, answer.status_code)
        return words_of(answer)

    def sends(self, path: str, **given: object) -> HttpResponse:
        """Send a form."""
        return self.client.post(f"/admin/{path}", given)  # type: ignore[return-value]


def words_of(answer: HttpResponse) -> str:
    """Return the text of a page, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def people(operator: Tenant, db: None) -> Tenant:
    """The operator, with somebody who may look after companies and somebody who may not."""
    with company_context(operator), transaction.atomic():
        ensure_user(email=EMAIL, role="owner", password=PASSWORD)
        ensure_user(email="viewer@operator.example", role="viewer", password=PASSWORD)
    return operator


@pytest.fixture
def desk(people: Tenant) -> Desk:
    """Somebody of the operator, signed in."""
    somebody = Desk()
    assert somebody.signs_in().status_code == 200
    return somebody


@pytest.fixture
def bank(people: Tenant, acme: Tenant) -> Iterator[Tenant]:
    """A company that is ready, as it was before; hosts are remembered for seconds, and so are their companies."""
    yield Tenant.objects.get(pk=acme.pk)
    forget_hosts()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, dict[str, str]]]]:
    """What was sent to workers: the broker is asked in no test of pages."""
    from tenants import tasks

    found: list[tuple[str, dict[str, str]]] = []

    def keep(task: Any) -> Callable[..., None]:
        def send(*, kwargs: dict[str, str]) -> None:
            found.append((task.name, kwargs))

        return send

    for task in (tasks.go_on_founding, tasks.migrate_again, tasks.archive):
        monkeypatch.setattr(task, "apply_async", keep(task))
    yield found
