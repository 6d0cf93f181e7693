"""One machine: servers of its own unless addresses are given, and secrets made on first use."""

from __future__ import annotations

from config.embedded.addresses import default_database_url, default_redis_url
from config.embedded.places import run_directory
from config.env import broker_url, client_url
from config.secrets import remembered_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import caches, database, env
from config.settings.telemetry import share_figures

RUN_DIR = run_directory(env.optional("RUN_DIR"))
share_figures(RUN_DIR)
PORT = env.integer("PORT", 8000, low=1, high=65535)
DEMO = env.flag("DEMO", True)
DEBUG = env.flag("DEBUG", False)
WEBHOOK_OPEN_HOSTS = env.words("WEBHOOK_OPEN_HOSTS", ("localhost", "127.0.0.1"))
SECRET_KEY = env.optional("SECRET_KEY") or remembered_secret(RUN_DIR, "secret_key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", ".localhost", "127.0.0.1", "[::1]"))
DATABASES = database(env.optional("DATABASE_URL") or default_database_url(RUN_DIR), others=env.further_databases())
REDIS_URL: str = client_url(env.optional("REDIS_URL") or default_redis_url(RUN_DIR))
CELERY_BROKER_URL = broker_url(REDIS_URL)
CACHES = caches(REDIS_URL)
