"""All figures of this machine as text, in the format of Prometheus."""

from __future__ import annotations

import hmac
import os
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector

from config.telemetry.backlog import WhatWaits
from config.telemetry.files import fold

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_turn = Lock()


def told() -> bytes:
    """Return the text; one telling at a time, for files are added up before."""
    place = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    with _turn:
        if place:
            fold(Path(place))
        return generate_latest(registry())


@cache
def registry() -> CollectorRegistry:
    """Return what is told: what the processes of the machine counted together, and what waits."""
    place = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    found = CollectorRegistry() if place else REGISTRY
    if place:
        MultiProcessCollector(found, path=place)  # type: ignore[no-untyped-call]
    found.register(WhatWaits())
    return found


def may_ask(authorization: str) -> bool:
    """Return whether the header holds the token; nobody may ask by token while there is none."""
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(authorization.encode(), expected)
