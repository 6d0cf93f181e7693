"""The addresses that the embedded servers of a run directory have, running or not."""

from __future__ import annotations

from pathlib import Path

from config.embedded.places import places_for
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey


def default_database_url(run_dir: Path) -> str:
    """Return what DATABASE_URL stands at when it is not set."""
    return Postgres(places_for(run_dir)).url


def default_redis_url(run_dir: Path) -> str:
    """Return what REDIS_URL stands at when it is not set."""
    return Valkey(places_for(run_dir)).url
