"""One supervised process: its output with a prefix, its end, and when to start it again."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from config.embedded.places import PROJECT
from config.embedded.processes import Process
from config.embedded.spawn import spawn

STEADY_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 30.0
PREFIX_WIDTH = 8


def found_program(name: str) -> Path:
    """Return where a program is: in our environment, else on the path."""
    ours = Path(sys.executable).with_name(name)
    return ours if ours.exists() else Path(shutil.which(name) or ours)


@dataclass
class Child:
    """A process, perhaps running, perhaps waiting to be started again."""

    process: Process
    environment: Mapping[str, str]
    running: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    failures: int = 0
    unfinished: bytes = field(default=b"", repr=False)

    @property
    def output(self) -> BinaryIO | None:
        """Return the pipe that carries what the process says."""
        return None if self.running is None else self.running.stdout  # type: ignore[return-value]  # opened binary

    def start(self) -> None:
        """Start the process; it ends with this one, whatever happens."""
        program, *arguments = self.process.command
        self.running = spawn(
            [found_program(program), *arguments],
            farewell=self.process.bereavement,
            directory=PROJECT,
            environment=self.environment,
            output=subprocess.PIPE,
        )
        os.set_blocking(self.running.stdout.fileno(), False)  # type: ignore[union-attr]  # it is a pipe
        self.started_at = time.monotonic()

    def gone(self) -> int | None:
        """Return the exit code of a process that has ended, once, and plan its next start."""
        if self.running is None or self.running.poll() is None:
            return None
        self.read()
        code = self.running.returncode
        self.end_group(signal.SIGKILL)
        self.close()
        now = time.monotonic()
        self.failures = 0 if now - self.started_at > STEADY_SECONDS else self.failures + 1
        self.due_at = now + min(2.0 ** (self.failures - 1), LONGEST_PAUSE_SECONDS)
        return code

    def read(self) -> None:
        """Print the whole lines that the process has said since the last time."""
        if self.running is None or self.running.stdout is None:
            return
        while chunk := self.running.stdout.read(65536):
            *lines, self.unfinished = (self.unfinished + chunk).split(b"\n")
            for line in lines:
                self.say(line.decode(errors="replace").rstrip())

    def say(self, line: str) -> None:
        """Print one line with the name of the process before it."""
        print(f"{self.process.name:<{PREFIX_WIDTH}}| {line}", flush=True)

    def end_group(self, farewell: signal.Signals) -> None:
        """Send a signal to the process and all that it started."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, farewell)

    def close(self) -> None:
        """Let go of an ended process."""
        if self.running is not None and self.running.stdout is not None:
            self.running.stdout.close()
        self.running = None
