"""The whole product as `make up` runs it, in a place of its own, to be hurt."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.leftovers import MARK

ROOT = Path(__file__).parents[2]
SECONDS = 300


@contextmanager
def standing(name: str, *, within: float = SECONDS, **environment: str) -> Iterator["Stack"]:
    """Run a stack of its own, ready `within` seconds, for the length of the block, and leave nothing behind."""
    place = Path(tempfile.mkdtemp(prefix=f"hb-{name}-", dir="/tmp"))
    place.chmod(0o755)
    running = Stack(place / "run", **environment)
    try:
        running.wait_ready(within)
        yield running
    finally:
        running.stop()
        shutil.rmtree(place, ignore_errors=True)


class Stack:
    """A supervisor with its servers, web, worker and beat on a free port; `kill` ends one of them with SIGKILL."""

    def __init__(self, run_dir: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.run_dir = run_dir
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "DATABASE_", "REDIS_"))
        }
        self.environment = {
            **kept,
            "RUN_DIR": str(run_dir),
            "PORT": str(self.port),
            "DEMO": "0",
            "BUILD_CONSOLE": "0",
            "TICK_SECONDS": "2",
        }
        self.environment |= environment
        self.log = (run_dir.parent / f"{run_dir.name}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.embedded.supervisor", "up"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def wait_ready(self, seconds: float = SECONDS) -> float:
        """Wait until /readyz answers 200 and return how long that took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.process.poll() is not None:
                raise AssertionError(f"the stack ended: {self.output()}")
            if self._status("/readyz") == 200:
                return time.monotonic() - began
            time.sleep(0.1)
        raise AssertionError(f"not ready after {seconds} s: {self.output()}")

    @staticmethod
    def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
        """Wait until something holds. Raises AssertionError when it does not in time."""
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "it did not come to hold"
            time.sleep(0.2)

    def _status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def manage(self, *arguments: str) -> dict[str, object]:
        """Run a manage.py command with --json and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments, "--json"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr or done.stdout}"
        result: dict[str, object] = json.loads(done.stdout)
        return result

    def companies(self, *slugs: str) -> dict[str, str]:
        """Make companies and return a key to everything in each."""
        return {slug: str(token) for slug, token in self.run("tests.faults.companies", *slugs).items()}

    def shell(self, code: str) -> str:
        """Run Python inside the product and return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "--verbosity", "0", "--command", code],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def run(self, module: str, *arguments: str, seconds: float = 600) -> dict[str, object]:
        """Run a module of the tests beside the product, as a command of its own, and return the JSON that it prints."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "config.settings.local"},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, f"{module}: {done.stderr[-3000:]}"
        result: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return result

    def post(
        self, path: str, *, slug: str, token: str, key: str, records: list[dict[str, object]]
    ) -> dict[str, object]:
        """Post records as a company; raises OSError when there is no acknowledgement."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            data=json.dumps(records).encode(),
            headers={
                "Host": f"{slug}.localhost:{self.port}",
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
            method="POST",
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            result: dict[str, object] = json.load(answer)
            return result

    def pids(self, *words: str) -> list[int]:
        """Return the processes of this stack whose command line holds all the words."""
        mark = f"{MARK}={self.run_dir}"
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                environment = (place / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if all(word in command for word in words) and (mark in environment or str(self.run_dir) in command):
                found.append(int(place.name))
        return sorted(found)

    def lives(self, name: str) -> int:
        """Return how often a process has said that it is at work; for one that says nothing, a number that grows."""
        said = {"web": "Started worker-1", "live": "Started worker-1", "worker": " ready."}.get(name)
        if said is None:
            return time.monotonic_ns()
        text = (self.run_dir.parent / f"{self.run_dir.name}.log").read_text(errors="replace")
        return sum(line.startswith(name) and said in line for line in text.splitlines())

    def kill(self, *words: str) -> int:
        """Kill every process of the stack whose command line holds the words; return how many there were."""
        pids = self.pids(*words)
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return len(pids)

    def stop(self) -> None:
        """Ask the supervisor to end and wait for it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(SECONDS)

    def output(self) -> str:
        """Return the last of what the stack printed."""
        self.log.flush()
        self.log.seek(0)
        return self.log.read()[-3000:]
