"""The door for streams; queries and mutations are served by the WSGI door."""

from __future__ import annotations

import os
from importlib import import_module

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT_MS", "5000")

application = get_asgi_application()
import_module("config.telemetry.listener").listen()
