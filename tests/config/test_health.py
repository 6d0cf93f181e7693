"""/livez asks nothing, /readyz asks everything, on any host and without a company."""

import pytest
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

    monkeypatch.setattr(health.connection, "get_connection_params", nowhere)

    assert health.database_answers() is False
    assert health.shared_tables_current() is False
