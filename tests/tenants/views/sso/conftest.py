"""Acme's people have accounts at a provider, which runs on a free port for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tenants.models import Tenant
from tests.tenants.views.signing import Browser
from tests.tenants.views.sso.provider import Provider, running
from tests.tenants.views.sso.ways import connect


@pytest.fixture(scope="package")
def one_provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def provider(one_provider: Provider) -> Provider:
    """The provider, honest."""
    one_provider.reset()
    one_provider.person("s-ann", email="Ann@acme.example", email_verified=True, name="Ann")
    return one_provider


@pytest.fixture
def connected(acme: Tenant, provider: Provider, db: None) -> Provider:
    """The provider, which acme's people may come from."""
    connect(acme, provider)
    provider.calls.clear()
    return provider


@pytest.fixture
def stranger(acme: Tenant) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(acme)
