"""What the processes tell of themselves, and to whom."""

from __future__ import annotations

import os
import socket
import sys
from ipaddress import ip_address
from pathlib import Path

from config.env import BadEnvironment, Environment

env = Environment()

# The port on which one process of each machine tells the figures of all of them; 0: none.
METRICS_PORT = env.integer("METRICS_PORT", 0, high=65535)
METRICS_HOST = env.text("METRICS_HOST", "127.0.0.1")
METRICS_TOKEN = env.optional("METRICS_TOKEN") or ""
# Schemas of the companies that figures are told apart for; all others are told as one.
METRICS_COMPANIES = frozenset(env.words("METRICS_COMPANIES", ()))
MOST_METRICS_COMPANIES = 50
# Where traces are sent, as OpenTelemetry's own variable says; None: they are neither made nor is their code loaded.
TRACES_ENDPOINT = env.optional("OTEL_EXPORTER_OTLP_ENDPOINT")

if TRACES_ENDPOINT is None:
    # redis-py loads OpenTelemetry's meters wherever they are installed, which we do not use: 0.1 s of every start.
    sys.modules.setdefault("opentelemetry.sdk.metrics", None)  # type: ignore[arg-type]

if len(METRICS_COMPANIES) > MOST_METRICS_COMPANIES:
    raise BadEnvironment(f"METRICS_COMPANIES may name {MOST_METRICS_COMPANIES} companies, not {len(METRICS_COMPANIES)}")


def is_loopback(host: str) -> bool:
    """Return whether an address can only be reached from the same machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


if METRICS_PORT and not METRICS_TOKEN and not is_loopback(METRICS_HOST):
    raise BadEnvironment("METRICS_TOKEN must be set when METRICS_HOST is not this machine alone")


def share_figures(run_dir: Path) -> None:
    """Have the processes of this machine that use a run directory count in files that one of them can sum up.

    The library reads where from the environment when it is loaded, so this comes before. A process that may not write
    there counts for itself.
    """
    place = run_dir / "metrics" / socket.gethostname()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    else:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(place)
