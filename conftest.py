"""What every test can ask for: real servers of the tests' own, started when first needed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.embedded.lease import running, wanted_servers
from config.env import Environment


@pytest.fixture(scope="session")
def servers() -> Iterator[None]:
    """Keep PostgreSQL and Valkey running for the session, beside those of `make up`."""
    with running(wanted_servers(Environment(), durable=False, below="test")):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: None) -> None:
    """Make every test that uses the database wait for the servers."""
