"""Ann of acme, who has a password, and a browser at acme's door."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tenants.access import company_context
from tenants.members.models import User
from tenants.members.services import ensure_user
from tenants.models import Tenant
from tests.tenants.views.signing import PASSWORD, Browser


@pytest.fixture(autouse=True)
def own_cache(servers: None, settings: Any) -> None:
    """Count failures apart from other tests and other runs, which use the same server."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": uuid4().hex}}


@pytest.fixture
def ann(acme: Tenant, db: None) -> User:
    with company_context(acme):
        return ensure_user(email="ann@acme.example", role="analyst", password=PASSWORD)


@pytest.fixture
def browser(acme: Tenant) -> Browser:
    return Browser(acme)


@pytest.fixture
def inside(browser: Browser, ann: User) -> Browser:
    """A browser in which Ann is signed in."""
    assert browser.sign_in(ann.email).status_code == 200
    return browser
