"""A connection beside the pool, whose queue is one of the things that are told of."""

from __future__ import annotations

import psycopg
from django.db import connection

PATIENCE_SECONDS = 2


def direct_line() -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection that only reads, and gives up soon."""
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    options = (
        f"-c statement_timeout={PATIENCE_SECONDS}s -c default_transaction_read_only=on -c application_name=metrics"
    )
    return psycopg.connect(**wanted, connect_timeout=PATIENCE_SECONDS, options=options)
