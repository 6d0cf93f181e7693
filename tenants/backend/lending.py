"""Whether a connection of the pool can be lent again."""

import select

from psycopg import Connection
from psycopg_pool import ConnectionPool


def require_alive(connection: Connection[tuple[object, ...]]) -> None:
    """Raise unless a connection that lay in the pool can be used: the pool then takes another.

    Whoever lies idle is told nothing, except the end when the server goes away. So the server is asked, which costs
    every request a round trip, only when something has come.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)
