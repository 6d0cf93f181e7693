"""/livez asks nothing, /readyz asks everything, on any host and without a company."""

import socket
import time

import pytest
from django.db import connections
from django.test import Client

from config import health

pytestmark = pytest.mark.django_db


def test_livez_answers_on_any_host():
    answer = Client(headers={"host": "10.0.0.9"}).get("/livez")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_readyz_names_what_it_has_checked():
    answer = Client(headers={"host": "10.0.0.9"}).get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": True, "redis": True, "migrations": True}


def test_readyz_is_503_without_redis(settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"

    answer = Client().get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": True, "redis": False, "migrations": True}


def test_readyz_is_503_when_a_migration_is_not_applied(monkeypatch):
    monkeypatch.setattr(health, "known_migrations", lambda: frozenset({("tenants", "9999_not_yet")}))

    assert Client().get("/readyz").status_code == 503


def test_a_database_that_is_away_is_seen(monkeypatch, tmp_path):
    def nowhere():
        return {"host": str(tmp_path), "dbname": "bao"}

    monkeypatch.setattr(connections["default"], "get_connection_params", nowhere)

    assert health.database_answers("default") is False
    assert health.shared_tables_current() is False


def test_a_further_database_that_swallows_everything_is_named_in_time_and_stops_nobody(monkeypatch):
    first = connections.settings["default"]
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()  # takes connections and never says a word
        place = {"HOST": "127.0.0.1", "PORT": str(silent.getsockname()[1])}
        monkeypatch.setitem(connections.settings, "second", {**first, **place})
        began = time.monotonic()

        answer = Client().get("/readyz")

    assert time.monotonic() - began < 2  # of which ours is health.WHOLE_SECONDS
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"] == {"database": True, "redis": True, "migrations": True, "database:second": False}


def test_a_further_database_that_answers_is_ready(monkeypatch):
    monkeypatch.setitem(connections.settings, "second", dict(connections.settings["default"]))

    assert Client().get("/readyz").json()["checks"]["database:second"] is True
