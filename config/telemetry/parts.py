"""The workers' and beat's own ways to begin telling figures; the web does so in its door."""

from __future__ import annotations

import time
from typing import Any

from celery import bootsteps
from celery.beat import Scheduler

from config.telemetry.listener import give_sign, listen
from tenants.telemetry.figures import BEAT_LOOKED_AT


class TellsFigures(bootsteps.StartStopStep):
    """A step of a worker's start: after its processes, which must not inherit the port."""

    requires = ("celery.worker.components:Pool",)

    def start(self, parent: Any) -> None:
        """Begin."""
        listen()


class Clock(Scheduler):
    """Celery's scheduler, which keeps no file, and says when it last looked."""

    def setup_schedule(self) -> None:
        """Begin, and tell figures."""
        super().setup_schedule()
        listen()

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due and return the seconds until there is more."""
        wait: float = super().tick(*args, **kwargs)
        BEAT_LOOKED_AT.set(time.time())
        give_sign()
        return min(wait, 10.0)
