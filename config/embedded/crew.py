"""Keep several processes running, and end them one after the other."""

from __future__ import annotations

import selectors
import signal
import time
from collections.abc import Callable, Mapping, Sequence

from config.embedded.child import Child
from config.embedded.processes import Process

GLANCE_SECONDS = 0.2
PATIENCE_SECONDS = 12.0
STAGGER_SECONDS = 3.0


class Crew:
    """The supervised processes. Everything happens in one thread: a child's life hangs on it."""

    def __init__(self, processes: Sequence[Process], *, environment: Mapping[str, str]) -> None:
        """Know the processes and the environment that they get; `start` starts them."""
        self.environment = environment
        self.children = [Child(process, environment) for process in processes]
        self.stopping = False

    def start(self) -> None:
        """Start the first process now and each other one a little later, so that they do not compete."""
        now = time.monotonic()
        for place, child in enumerate(self.children):
            child.due_at = now + place * STAGGER_SECONDS
        self.glance(0)

    def add(self, process: Process) -> None:
        """Start one process more."""
        self.children.append(Child(process, self.environment))

    def glance(self, seconds: float = GLANCE_SECONDS) -> None:
        """Print what is said within this time, and start again what has died."""
        self.listen(seconds)
        for child in list(self.children):
            self._tend(child)

    def listen(self, seconds: float = GLANCE_SECONDS) -> None:
        """Wait for output for at most this long, and print it."""
        with selectors.DefaultSelector() as selector:
            for child in self.children:
                if child.output is not None:
                    selector.register(child.output, selectors.EVENT_READ, child)
            for key, _ in selector.select(seconds):
                key.data.read()

    def run_until(self, finished: Callable[[], bool]) -> None:
        """Keep the processes running until told to stop or `finished` says so."""
        while not (self.stopping or finished()):
            self.glance()

    def stop(self) -> None:
        """End the processes in reverse order, so that nobody gives work to one that has gone."""
        self.stopping = True
        for child in reversed(self.children):
            if child.running is not None:
                child.running.send_signal(child.process.farewell)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while child.running is not None and time.monotonic() < deadline:
                self.glance(0.05)
            child.end_group(signal.SIGKILL)
            child.close()

    def _tend(self, child: Child) -> None:
        code = child.gone()
        if code is not None and child.process.is_task:
            self.children.remove(child)
            return
        if code is not None and not self.stopping:
            pause = max(0.0, child.due_at - time.monotonic())
            child.say(f"ended with code {code}; starts again in {pause:.0f} s")
        if child.running is None and not self.stopping and time.monotonic() >= child.due_at:
            child.start()
