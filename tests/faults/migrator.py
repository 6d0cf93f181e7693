"""A release that reaches a fleet while everything is killed, itself in the middle too."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

from tests.faults.stack import ROOT, Stack


class Migrator(threading.Thread):
    """Migrates all companies by newer code; its first attempt is killed when half of them are done."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(daemon=True)
        self.stack = stack
        self.attempts: list[dict[str, list[str]]] = []
        self.killed_at = ""
        self.seconds_after_kill = 0.0

    def run(self) -> None:
        """Migrate again, whatever cut it off, until nobody is left."""
        killed = 0.0
        for attempt in range(20):
            lines, is_over = self._attempt(kill=attempt == 0)
            by_method: dict[str, list[str]] = {}
            for line in lines:
                by_method.setdefault("failed" if line["error"] else line["method"], []).append(line["slug"])
            self.attempts.append(by_method)
            if attempt == 0:
                killed = time.monotonic()
            if is_over and "failed" not in by_method:
                self.seconds_after_kill = round(time.monotonic() - killed, 2)
                return
            time.sleep(0.5)

    def _attempt(self, *, kill: bool) -> tuple[list[dict[str, Any]], bool]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.slow_fleet", "migrate"],
            cwd=ROOT,
            env={**self.stack.environment, "DJANGO_SETTINGS_MODULE": "config.settings.local"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        lines: list[dict[str, Any]] = []
        for text in process.stdout or ():
            line = json.loads(text)
            if "slug" in line:
                lines.append(line)
                if kill and line["number"] >= line["total"] // 2:
                    time.sleep(0.4)  # so that the next one is under way
                    os.kill(process.pid, signal.SIGKILL)
                    self.killed_at = f"{line['number']} of {line['total']}"
        return lines, process.wait() == 0

    def all_at_the_head(self) -> dict[str, int]:
        """Return how far each attempt came, once every company has the migration, once. Raises AssertionError."""
        found = self.stack.run("tests.faults.slow_fleet", "look")
        assert {slug: row for slug, row in found.items() if row != [1, "x"]} == {}, self.attempts
        first = {slug for method in ("migrated", "replayed") for slug in self.attempts[0].get(method, [])}
        assert 0 < len(first) < len(found), "the first attempt was to end half-way"
        assert first <= set(self.attempts[-1]["current"]), "what was done before was not found again"
        assert self.stack.manage("tenant", "doctor")["healthy"] is True
        return {"companies": len(found), "by the first attempt": len(first), "attempts": len(self.attempts)}
