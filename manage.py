#!/usr/bin/env python
"""Run a command; the embedded servers are there while it runs, unless addresses of others are given."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from config.embedded.lease import running, wanted_servers
from config.embedded.places import EmbeddedError
from config.env import BadEnvironment, Environment

NEED_NO_SERVER = frozenset({"help", "version", "--help", "--version", "-h", "makemessages", "compilemessages"})


def main(arguments: list[str]) -> None:
    """Run `arguments[1:]` with the servers it needs; say in one line what is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    local = os.environ["DJANGO_SETTINGS_MODULE"] == "config.settings.local"
    idle = len(arguments) < 2 or arguments[1] in NEED_NO_SERVER or "--help" in arguments
    try:
        with running(wanted_servers(Environment()) if local and not idle else []):
            execute_from_command_line(arguments)
    except (EmbeddedError, BadEnvironment) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv)
