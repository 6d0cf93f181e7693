"""Connections that lay in the pool: the dead are found, the living are not disturbed."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from tenants.backend.lending import require_alive

pytestmark = pytest.mark.django_db
Line = psycopg.Connection[tuple[object, ...]]
_ASKED = "SELECT query_start FROM pg_stat_activity WHERE pid = %s"


@pytest.fixture
def idle() -> Iterator[Line]:
    """A connection that has done something and lies idle."""
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: given[name] for name in names if given.get(name)}, autocommit=True) as line:
        line.execute("SELECT 1")
        yield line


def _ask(question: str, line: Line) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, [line.info.backend_pid])
        return cursor.fetchone()[0]


def test_living_connection_is_lent_without_asking_the_server(idle: Line) -> None:
    before = _ask(_ASKED, idle)

    require_alive(idle)

    assert before is not None
    assert _ask(_ASKED, idle) == before


def test_connection_whose_server_process_ended_is_not_lent(idle: Line) -> None:
    assert _ask("SELECT pg_terminate_backend(%s, 5000)", idle) is True

    with pytest.raises(psycopg.OperationalError):
        require_alive(idle)


def test_connection_that_was_closed_here_is_not_lent(idle: Line) -> None:
    idle.close()

    with pytest.raises(psycopg.OperationalError):
        require_alive(idle)
