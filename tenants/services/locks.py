"""Locks that hold across processes and hosts, kept by PostgreSQL and gone with the connection."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_NUMBER = "hashtextextended('huibao:' || %s, 0)"


@contextmanager
def named_lock(name: str) -> Iterator[None]:
    """Wait for and hold the lock of that name; at most one holder in the whole database."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_lock({_NUMBER})", [name])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({_NUMBER})", [name])
