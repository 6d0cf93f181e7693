"""The few threads in which the database is asked. What is asked ends with its connection given back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from functools import partial

from django.db import connections

HANDS = 4


class Threads:
    """Threads for what must wait. Nothing of one piece of work is left for the next: no company, language, person."""

    def __init__(self) -> None:
        """Begin without a thread; the first work starts one."""
        self._pool = ThreadPoolExecutor(HANDS, thread_name_prefix="live")

    async def run[**P, R](self, work: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
        """Return what some work returns, done in a thread in a context of its own."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, Context().run, _tidily, partial(work, *given, **named))

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _tidily[R](work: Callable[[], R]) -> R:
    try:
        return work()
    finally:
        connections.close_all()
