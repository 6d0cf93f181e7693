"""The door for web requests. Its statements are cut off after five seconds, unlike those of commands."""

from __future__ import annotations

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT_MS", "5000")

application = get_wsgi_application()
# Views and the schema are loaded before the first request comes, which would otherwise wait a second or two for them.
get_resolver().url_patterns  # noqa: B018
import_module("config.telemetry.listener").listen()  # where figures go is known once the settings are
