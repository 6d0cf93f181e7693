"""A connection beside the pool, whose queue is one of the things that are told of."""

from __future__ import annotations

import psycopg
from django.db import connection

from tenants.backend.routing import outside_in

PATIENCE_SECONDS = 2


def direct_line(database: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection to a database that only reads, and gives up soon."""
    with outside_in(database):
        parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    options = (
        f"-c statement_timeout={PATIENCE_SECONDS}s -c default_transaction_read_only=on -c application_name=metrics"
    )
    return psycopg.connect(**wanted, connect_timeout=PATIENCE_SECONDS, options=options)
