"""The product that the walks look at, and commands of ours beside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tests.faults.stack import ROOT

SECONDS = 300


@dataclass(frozen=True)
class Product:
    """Where a company of it is served, and in which environment commands find its servers."""

    address: str
    environment: Mapping[str, str]

    def at(self, slug: str) -> str:
        """Return where a company is served."""
        parts = urlsplit(self.address)
        base = parts.netloc.partition(".")[2]
        return f"{parts.scheme}://{slug}.{base}"

    def run(self, *words: str) -> Any:
        """Run Python beside the product, and return the JSON in the last line that it prints."""
        chosen = {"DJANGO_SETTINGS_MODULE": "config.settings.local"}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env={**self.environment, **chosen},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])


def running_already(address: str) -> Product:
    """Return a product that somebody has started, with the RUN_DIR that it has."""
    return Product(address.rstrip("/"), {name: value for name, value in os.environ.items() if name[:7] != "DJANGO_"})
