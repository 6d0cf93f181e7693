"""`make up` as a whole: it answers, restarts what dies, refuses a second one, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from config.embedded.lease import running
from config.embedded.leftovers import MARK, end_leftovers, leftovers
from config.embedded.places import PROJECT

from .conftest import eventually, processes_of

pytestmark = [pytest.mark.slow, pytest.mark.long]


class Supervisor:
    """A supervisor in a process of its own, and what it has said."""

    def __init__(self, run_dir, port, action="up", **variables):
        given = {"RUN_DIR": str(run_dir), "PORT": str(port), "DEMO": "0", "BUILD_CONSOLE": "0"} | variables
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.embedded.supervisor", action],
            cwd=PROJECT,
            env=inherited | {"DJANGO_SETTINGS_MODULE": "config.settings.local"} | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines = []
        self.reader = threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True)
        self.reader.start()

    def said(self, words):
        assert self.process.poll() is None or any(words in line for line in self.lines), "".join(self.lines)
        return any(words in line for line in self.lines)

    def end(self):
        self.process.wait(60)
        self.reader.join(10)
        return self.process.returncode


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(port, path):
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}"), timeout=3) as found:
            return found.status, json.load(found)
    except (URLError, ConnectionError, TimeoutError):
        return None


def workers_of(run_dir, word):
    """Return the supervised processes with this word in their command, oldest first."""
    return sorted(pid for pid in leftovers(run_dir) if word in command_of(pid))


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except FileNotFoundError:
        return ""


@pytest.fixture(scope="module")
def port():
    return free_port()


@pytest.fixture
def up(run_dir, port):
    supervisor = Supervisor(run_dir, port)
    try:
        eventually(lambda: supervisor.said("huibao: ready"), "the supervisor is ready")
        yield supervisor
    finally:
        if supervisor.process.poll() is None:
            supervisor.process.send_signal(signal.SIGTERM)
        supervisor.end()


def nothing_left(run_dir):
    return not processes_of(run_dir) and not leftovers(run_dir)


def test_it_serves_restarts_what_dies_and_leaves_nothing_when_killed(up, run_dir, port):
    assert answer(port, "/livez") == (200, {"status": "ok"})
    assert up.said(f"http://localhost:{port}/")
    eventually(lambda: up.said("worker  | "), "the worker's lines carry its name")
    eventually(lambda: len(workers_of(run_dir, "beat")) == 1, "beat runs")

    web, beat = workers_of(run_dir, "config.wsgi")[0], workers_of(run_dir, "beat")[0]
    os.kill(web, signal.SIGKILL)
    os.kill(beat, signal.SIGKILL)

    eventually(lambda: up.said("web     | ended with code -9"), "the death is told")
    eventually(lambda: (answer(port, "/readyz") or [0])[0] == 200, "the web is back")
    eventually(lambda: workers_of(run_dir, "beat") not in ([], [beat]), "beat is back")

    up.process.kill()

    eventually(lambda: nothing_left(run_dir), "all children and servers have gone")


def test_after_kill_minus_nine_the_next_one_works_and_refuses_a_second(up, run_dir, port):
    second = Supervisor(run_dir, port)
    assert second.end() == 1
    assert second.lines == [f"huibao: it is running already (process {up.process.pid}); `make down` stops it\n"]

    down = Supervisor(run_dir, port, action="down")
    assert (down.end(), up.end()) == (0, 0)
    assert up.lines[-1] == "huibao: stopped\n"
    assert nothing_left(run_dir)
    idle = Supervisor(run_dir, port, action="down")
    assert (idle.end(), idle.lines) == (0, ["huibao: nothing is running\n"])


def test_what_slipped_through_is_ended_at_the_next_start(run_dir):
    stray = subprocess.Popen(["sleep", "60"], env=os.environ | {MARK: str(run_dir)})
    stranger = subprocess.Popen(["sleep", "60"], env=os.environ | {MARK: f"{run_dir}-other"})
    try:
        eventually(lambda: leftovers(run_dir) == [stray.pid], "the mark can be read")
        threading.Thread(target=stray.wait, daemon=True).start()
        end_leftovers(run_dir)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_taken_port_is_said_in_one_line(run_dir):
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]

        refused = Supervisor(run_dir, port)

        assert refused.end() == 1
    assert refused.lines == [f"huibao: port {port} cannot be used (Address already in use): set PORT to another\n"]


def test_a_bad_port_is_said_in_one_line(run_dir):
    refused = Supervisor(run_dir, "eighty")

    assert refused.end() == 1
    assert refused.lines == ["huibao: PORT must be a whole number, not 'eighty'\n"]


def test_given_addresses_start_no_server_and_ctrl_c_ends_it(run_dir, tmp_path, postgres, valkey):
    with running([postgres, valkey]):
        port = free_port()
        elsewhere = Supervisor(tmp_path, port, DATABASE_URL=postgres.url, REDIS_URL=valkey.url)
        eventually(lambda: elsewhere.said("huibao: ready"), "it is ready")

        assert processes_of(tmp_path).keys() <= set(leftovers(tmp_path))
        assert not list(tmp_path.glob("*.keeper"))

        elsewhere.process.send_signal(signal.SIGINT)
        assert elsewhere.end() == 0
