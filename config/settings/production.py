"""Production: every secret and address comes from the environment, and its absence stops the start."""

from __future__ import annotations

from config.embedded.places import run_directory
from config.env import broker_url, client_url
from config.logs import logging_settings
from config.settings.base import *  # noqa: F403
from config.settings.base import caches, database, env
from config.settings.telemetry import share_figures

RUN_DIR = run_directory(env.optional("RUN_DIR"))
share_figures(RUN_DIR)
PORT = env.integer("PORT", 8000, low=1, high=65535)
DEMO = False
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", ())
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", ())
DATABASES = database(env.text("DATABASE_URL"), others=env.further_databases())
REDIS_URL: str = client_url(env.text("REDIS_URL"))
CELERY_BROKER_URL = broker_url(REDIS_URL)
CACHES = caches(REDIS_URL)
LOGGING = logging_settings(form=env.text("LOG_FORMAT", "json"), level=env.text("LOG_LEVEL", "INFO"))

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_TLS_PROXY", False) else None
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers take a cookie of such a name from this very host over HTTPS only: no neighbour can plant one.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
