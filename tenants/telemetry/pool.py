"""How full this process's pool of database connections is, looked at while work is done."""

import time
from collections import Counter
from threading import Lock
from typing import Final

from django.db.backends.postgresql.base import DatabaseWrapper

from tenants.telemetry import figures

EVERY_SECONDS: Final = 1.0
_looked_at = 0.0
_counted: dict[str, int] = {}
_lock = Lock()


def look_at_pool() -> None:
    """Note the state of the pools, at most once a second; a process that has opened none notes nothing."""
    global _looked_at  # noqa: PLW0603 - one moment for all threads of the process
    now = time.monotonic()
    # Asking a connection for its pool would open one.
    pools = list(DatabaseWrapper._connection_pools.values())  # type: ignore[attr-defined]  # noqa: SLF001
    if now - _looked_at < EVERY_SECONDS or not pools:
        return
    if _lock.acquire(blocking=False):
        try:
            _looked_at = now
            _note(sum((Counter(pool.get_stats()) for pool in pools), Counter[str]()))
        finally:
            _lock.release()


def _note(stats: Counter[str]) -> None:
    figures.POOL_CONNECTIONS.labels("open").set(stats["pool_size"])
    figures.POOL_CONNECTIONS.labels("idle").set(stats["pool_available"])
    figures.POOL_CONNECTIONS.labels("most").set(stats["pool_max"])
    figures.POOL_WAITING.set(stats["requests_waiting"])
    figures.POOL_WAITS.inc(_since("requests_queued", stats))
    figures.POOL_WAIT_SECONDS.inc(_since("requests_wait_ms", stats) / 1000)
    figures.POOL_TIMEOUTS.inc(_since("requests_errors", stats))


def _since(name: str, stats: Counter[str]) -> int:
    """Return by how much one of the pool's own counters rose; a new pool begins at nought."""
    before, now = _counted.get(name, 0), stats[name]
    _counted[name] = now
    return now - before if now >= before else now
