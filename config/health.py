"""Answers for whoever watches the processes: is this one alive, and can it serve?"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

from config.telemetry.door import metrics

PATIENCE_SECONDS = 0.4


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
    """Say whether database, Redis and migrations are there; 503 with the missing part otherwise."""
    checks = {"database": database_answers(), "redis": redis_answers()}
    checks["migrations"] = checks["database"] and shared_tables_current()
    ready = all(checks.values())
    return JsonResponse({"status": "ok" if ready else "unavailable", "checks": checks}, status=200 if ready else 503)


def direct_connection() -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection beside the pool, whose queue would hide a server that went away."""
    parameters = connection.get_connection_params()
    wanted = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    return psycopg.connect(**wanted, connect_timeout=2, options=f"-c statement_timeout={int(1000 * PATIENCE_SECONDS)}")


def database_answers() -> bool:
    """Return whether a new connection to the database answers."""
    try:
        with direct_connection() as line:
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
        with direct_connection() as line:
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
