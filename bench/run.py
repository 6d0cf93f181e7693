"""`make bench`: every measure of every module, a line each, and $RUN_DIR/bench.json."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

MODULES = (
    "bench.ingest",
    "bench.aggregates",
    "bench.onboarding",
    "bench.growth",
    "bench.purchases",
    "bench.bootstrap",
    "bench.charts",
    "bench.serving",
)


def main(names: list[str]) -> int:
    """Run the measures of the modules named, or of all; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ["DEMO"] = "0"
    # Imported here, because settings are read when Django is imported and servers come first.
    from config.embedded.lease import running, wanted_servers  # noqa: PLC0415
    from config.env import Environment  # noqa: PLC0415

    with running(wanted_servers(Environment())):
        measured = _measure([f"bench.{name}" for name in names] or list(MODULES))
    return 0 if measured else 1


def _measure(modules: list[str]) -> dict[str, dict[str, Any]]:
    import django  # noqa: PLC0415  after the servers

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    call_command("prepare", stdout=sys.stderr)
    target = Path(settings.RUN_DIR) / "bench.json"
    measured: dict[str, dict[str, Any]] = json.loads(target.read_text()) if target.exists() else {}
    for module in modules:
        for name, one in import_module(module).measures().items():
            measured[name] = one
            print(
                f"{name}: {one['ratio']:.3g}x (ours {one['ours']:.5g}, other {one['other']:.5g} {one['unit']})",
                flush=True,
            )
            target.write_text(json.dumps(measured, indent=2) + "\n")
    return measured
