"""Start a child process that never outlives this one, as an unprivileged user where asked."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1


def die_with_parent(farewell: signal.Signals) -> Callable[[], None] | None:
    """Return what a new child must call so that Linux sends it `farewell` when its parent dies.

    Elsewhere None: there a child left behind by kill -9 is found and stopped at the next start.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def arm() -> None:
        prctl(PR_SET_PDEATHSIG, int(farewell), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), farewell)

    return arm


def spawn(
    command: Sequence[str | Path],
    *,
    farewell: signal.Signals,
    uid: int | None = None,
    gid: int | None = None,
    directory: Path | None = None,
    environment: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, so that a terminal's Ctrl-C reaches only its parent."""
    drops = uid is not None and uid != os.geteuid()
    return subprocess.Popen(
        [os.fspath(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        cwd=directory,
        env=None if environment is None else dict(environment),
        user=uid if drops else None,
        group=gid if drops else None,
        extra_groups=[] if drops else None,
        start_new_session=True,
        preexec_fn=die_with_parent(farewell),  # noqa: PLW1509  no thread of ours exists before this fork
    )


def stop(process: subprocess.Popen[bytes], *, farewell: signal.Signals, patience: float) -> None:
    """Ask a child to end, and kill it when it has not done so after `patience` seconds."""
    if process.poll() is not None:
        return
    process.send_signal(farewell)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def last_line(log: Path) -> str:
    """Return the last line of a log that says anything."""
    lines = log.read_bytes()[-4096:].decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
