"""What waits: in the outboxes and jobs of the companies, on the schedule, in the broker. Asked for when told.

One query for up to a hundred companies, on a connection of its own that is cut off after two seconds: to be watched
must not hurt. Whoever asks again within REMEMBERED_SECONDS gets the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from threading import Lock

import psycopg
import redis
from django.conf import settings
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from config.telemetry.companies import Backlog, companies_told
from config.telemetry.lines import direct_line
from tenants.services.answers import PLACES_TAKEN

REMEMBERED_SECONDS = 10.0
QUEUE = "celery"  # the name that Celery gives the queue of everything that names none
# Name of the figure -> field of Backlog, how those of several companies become one, what it means.
FIGURES: dict[str, tuple[str, Callable[[list[float]], float], str]] = {
    "huibao_outbox_pending_events": ("pending", sum, "Events that no worker has looked at yet."),
    "huibao_outbox_oldest_seconds": ("pending_age", max, "Age of the oldest event that no worker has looked at."),
    "huibao_deliveries_due": ("due", sum, "Deliveries to endpoints that should have been tried by now."),
    "huibao_deliveries_oldest_due_seconds": ("due_age", max, "How late the latest of these deliveries is."),
    "huibao_endpoints_failing": ("failing", sum, "Endpoints whose last call failed, those given up included."),
    "huibao_jobs_open": ("jobs", sum, "Jobs that wait or run."),
    "huibao_jobs_oldest_queued_seconds": ("job_age", max, "How long the first of the jobs that wait could have begun."),
    "huibao_score_oldest_due_seconds": (
        "score_age",
        max,
        "How late the latest scoring is that is due or asked for.",
    ),
    "huibao_aggregates_lag_seconds": ("lag", max, "Since when a worker was asked to read facts and has not done so."),
    "huibao_aggregates_oldest_seconds": (
        "read_age",
        max,
        "Since when facts were read last, where that is longest ago.",
    ),
}


class WhatWaits:
    """A collector of prometheus_client, asked once for each telling."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._lock = Lock()
        self._known: tuple[float, list[Metric]] | None = None

    def describe(self) -> Iterable[Metric]:
        """Say nothing when registered, so that nothing is asked then."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield what waits now, or did a moment ago."""
        with self._lock:
            now = time.monotonic()
            if self._known is None or now - self._known[0] > REMEMBERED_SECONDS:
                self._known = (now, list(_asked()))
            yield from self._known[1]


def _asked() -> Iterator[Metric]:
    up = GaugeMetricFamily("huibao_up", "Whether a server answers.", labels=["server"])
    for server, found in (("postgres", _database()), ("valkey", _broker())):
        up.add_metric([server], float(found is not None))
        yield from found or ()
    yield up


def _database() -> list[Metric] | None:
    """Return what the databases know, or None when one of them does not answer in time."""
    try:
        return list(of_companies(companies_told(direct_line)))
    except psycopg.Error:
        return None


def of_companies(found: Iterable[Backlog]) -> Iterator[Metric]:
    """Yield the figures of companies: one company's for each that is told apart, one for all others."""
    groups: dict[str, list[Backlog]] = {"": []}
    for one in found:
        groups.setdefault(one.schema if one.schema in settings.METRICS_COMPANIES else "", []).append(one)
    for name, (field, together, meaning) in FIGURES.items():
        family = GaugeMetricFamily(name, meaning, labels=["company"])
        for company, members in groups.items():
            family.add_metric([company], float(together([getattr(one, field) for one in members] or [0])))
        yield family
    states = GaugeMetricFamily("huibao_companies", "Companies by what may be done with them.", labels=["status"])
    everyone = [one.status for members in groups.values() for one in members]
    for status in sorted(set(everyone)):
        states.add_metric([status], everyone.count(status))
    yield states


def _broker() -> list[Metric] | None:
    """Return how many messages wait and are with workers, and how many answers are kept; None: Valkey is away."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            waiting, taken = int(client.llen(QUEUE)), int(client.hlen("unacked"))
            kept = int(client.zcount(PLACES_TAKEN, time.time(), "+inf"))
    except redis.RedisError:
        return None
    family = GaugeMetricFamily("huibao_queue_messages", "Messages to workers, waiting and taken.", labels=["state"])
    family.add_metric(["waiting"], waiting)
    family.add_metric(["taken"], taken)
    return [family, GaugeMetricFamily("huibao_answers_kept", "Answers that are kept for who asks again.", kept)]
