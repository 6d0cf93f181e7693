"""Answers for whoever watches the processes: is this one alive, and can it serve?"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from threading import Thread

import psycopg
import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

from config.telemetry.door import metrics

PATIENCE_SECONDS = 0.4
# Whoever asks waits no longer than this, also for a server whose network swallows what is sent.
WHOLE_SECONDS = 0.9


class HealthMiddleware:
    """Answer /livez and /readyz on any host, before a company is looked for; /metrics on none of a company."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before every other middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass the request on."""
        if request.path_info == "/metrics" and (told := metrics(request)) is not None:
            return told
        answer = {"/livez": livez, "/readyz": readyz}.get(request.path_info, self.get_response)
        return answer(request)


def livez(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database, Redis and migrations are there; 503 with the missing part otherwise.

    Further databases are named too. Where only one of those is away the answer is 200 and "degraded": what lies
    elsewhere is served, and no balancer should take it away as well.
    """
    known_migrations()  # from the disk, once; not to be counted below
    needed: dict[str, Callable[[], bool]] = {
        "database": partial(database_answers, DEFAULT_DB_ALIAS),
        "redis": redis_answers,
        "migrations": shared_tables_current,
    }
    others = {f"database:{alias}": partial(database_answers, alias) for alias in further_databases()}
    checks = in_time({**needed, **others}, seconds=WHOLE_SECONDS)
    if not all(checks[name] for name in needed):
        return JsonResponse({"status": "unavailable", "checks": checks}, status=503)
    return JsonResponse({"status": "ok" if all(checks.values()) else "degraded", "checks": checks})


def further_databases() -> list[str]:
    """Return the aliases of the databases that companies can be moved to, in alphabetical order."""
    return sorted(alias for alias in connections if alias != DEFAULT_DB_ALIAS)


def in_time(checks: Mapping[str, Callable[[], bool]], *, seconds: float) -> dict[str, bool]:
    """Return what each check says, all asked at once; one that says nothing in time has failed.

    Its thread goes on until its own patience ends, and nobody listens.
    """
    said: dict[str, bool] = {}

    def ask(name: str, check: Callable[[], bool]) -> None:
        said[name] = check()

    threads = [Thread(target=ask, args=one, name=f"readyz-{one[0]}", daemon=True) for one in checks.items()]
    end = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return {name: said.get(name, False) for name in checks}


def direct_connection(alias: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection beside the pool, whose queue would hide a server that went away."""
    parameters = connections[alias].get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    return psycopg.connect(**wanted, connect_timeout=2, options=f"-c statement_timeout={int(1000 * PATIENCE_SECONDS)}")


def database_answers(alias: str) -> bool:
    """Return whether a new connection to a database answers."""
    try:
        with direct_connection(alias) as line:
            return line.execute("SELECT 1").fetchone() is not None
    except psycopg.Error:
        return False


def redis_answers() -> bool:
    """Return whether Redis answers."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=PATIENCE_SECONDS, socket_connect_timeout=PATIENCE_SECONDS
        ) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def shared_tables_current() -> bool:
    """Return whether every migration this code knows is recorded in the public schema."""
    try:
        with direct_connection(DEFAULT_DB_ALIAS) as line:
            rows = line.execute("SELECT app, name FROM public.django_migrations").fetchall()
    except psycopg.Error:
        return False
    return known_migrations() <= {(str(app), str(name)) for app, name in rows}


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations on disk; they cannot change while the process runs."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    return frozenset(loader.disk_migrations)
