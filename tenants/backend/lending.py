"""Whether a connection of the pool can be lent again, and the end of the pools."""

import atexit
import select
from typing import cast

from django.db.backends.postgresql.base import DatabaseWrapper
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


# A pool that nobody closed waits five seconds for each of its threads, which an ending interpreter no longer runs: that
# made every command last twenty seconds longer than its work.
@atexit.register
def close_pools() -> None:
    """Give the connections of all pools of this process back to the server."""
    pools = cast("dict[str, ConnectionPool]", vars(DatabaseWrapper)["_connection_pools"])
    for pool in list(pools.values()):
        pool.close()
