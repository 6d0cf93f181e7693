"""The door for streams; queries and mutations are served by the WSGI door.

Its statements are cut off after five seconds. It keeps no connection to the database: thousands may follow events while
nothing is asked, so each piece of work opens one and gives it back.
"""

from __future__ import annotations

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT_MS", "5000")
os.environ["DATABASE_POOL_SIZE"] = "0"
os.environ["PGAPPNAME"] = "huibao-live"
django.setup()

# Loaded only now, for models are not there before.
application = import_module("config.live.application").Live()
import_module("config.telemetry.listener").listen()
