"""Tests: servers of their own beside those of `make up`, and no waiting for disks or hash rounds."""

from __future__ import annotations

import os
from pathlib import Path

from config.embedded.addresses import default_database_url, default_redis_url
from config.embedded.places import run_directory
from config.env import broker_url, client_url
from config.settings.base import *  # noqa: F403
from config.settings.base import caches, database, env

# Processes that share the tests out among them have servers of their own; what they start inherits the directory.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER and Path(os.environ.get("RUN_DIR", "")).name != WORKER:
    os.environ["RUN_DIR"] = str(run_directory(env.optional("RUN_DIR")) / WORKER)
RUN_DIR = run_directory(os.environ.get("RUN_DIR", "")) / "test"
PORT = 8000
DEMO = False
DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["localhost", ".localhost", "testserver"]
WEBHOOK_OPEN_HOSTS = ["localhost"]
DATABASES = database(env.optional("DATABASE_URL") or default_database_url(RUN_DIR))
REDIS_URL: str = client_url(env.optional("REDIS_URL") or default_redis_url(RUN_DIR))
CELERY_BROKER_URL = broker_url(REDIS_URL)
CACHES = caches(REDIS_URL)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Many tests ask as one caller; those about running out of points set their own.
# Statements are counted in many tests; those about kept answers keep some.
API_ANSWER_SECONDS = 0
API_BUCKET_POINTS = env.integer("API_BUCKET_POINTS", 10_000_000, low=1000)
API_RESTORE_POINTS = env.integer("API_RESTORE_POINTS", 10_000_000, low=1)
