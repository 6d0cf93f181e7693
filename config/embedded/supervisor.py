"""`make up` and `make down`: servers, tables, demo companies, then web, live, worker and beat until told to stop.

One supervisor runs per run directory; the kernel drops its lock when it dies, however it dies.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from config.embedded.crew import Crew
from config.embedded.demo import DEMO_COMPANIES
from config.embedded.keeper import Server
from config.embedded.lease import ensure_keeper, running, wanted_servers
from config.embedded.leftovers import MARK, end_leftovers
from config.embedded.places import EmbeddedError, make_run_directory, run_directory
from config.embedded.postgres import Postgres
from config.embedded.processes import Process, console_task, prepare_command, processes
from config.embedded.uplock import running_supervisor, up_lock
from config.env import BadEnvironment, Environment

HOST = "127.0.0.1"
DOWN_SECONDS = 60.0


def main() -> None:
    """Run `up` or `down`; what is missing is said in one line."""
    parser = argparse.ArgumentParser(prog="supervisor")
    parser.add_argument("action", choices=["up", "down"])
    action = parser.parse_args().action
    try:
        environment = Environment()
        {"up": up, "down": down}[action](environment)
    except (EmbeddedError, BadEnvironment) as error:
        sys.exit(f"huibao: {error}")


def up(environment: Environment) -> None:
    """Run everything until a signal asks to stop."""
    began = time.monotonic()
    port = environment.integer("PORT", 8000, low=1, high=65534)
    run_dir = run_directory(environment.optional("RUN_DIR"))
    make_run_directory(run_dir)
    with up_lock(run_dir), told_to_stop() as crews:
        end_leftovers(run_dir)
        refuse_taken_port(port)
        refuse_taken_port(port + 1)
        servers = wanted_servers(environment)
        with running(servers):
            addresses = {
                "DATABASE_URL" if isinstance(server, Postgres) else "REDIS_URL": server.url for server in servers
            }
            children = child_environment(addresses, run_dir=run_dir, port=port, inherited=os.environ)
            prepare(children, crews)
            crew = Crew(processes(host=HOST, port=port), environment=children)
            later = [console_task()] if environment.flag("BUILD_CONSOLE", True) else []
            serve(crew, crews, servers=servers, port=port, began=began, later=later)
    print("huibao: stopped", flush=True)


def down(environment: Environment) -> None:
    """Stop a running `up`, and return when it has gone."""
    run_dir = run_directory(environment.optional("RUN_DIR"))
    pid = running_supervisor(run_dir)
    if pid is None:
        print("huibao: nothing is running")
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_SECONDS
    while running_supervisor(run_dir) is not None:
        if time.monotonic() > deadline:
            raise EmbeddedError(f"process {pid} does not end; look at it, or kill it: nothing will be lost")
        time.sleep(0.05)
    print("huibao: stopped")


@contextlib.contextmanager
def told_to_stop() -> Iterator[list[Crew]]:
    """Turn Ctrl-C and SIGTERM into a wish that every crew in the list yields to.

    Before the first crew exists they raise SystemExit, which leaves all blocks in order.
    """
    crews: list[Crew] = []

    def wish(signum: int, frame: object) -> None:
        if not crews:
            raise SystemExit(128 + signum)
        for crew in crews:
            crew.stopping = True

    before = {number: signal.signal(number, wish) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield crews
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def refuse_taken_port(port: int) -> None:
    """Refuse to start when somebody else answers on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise EmbeddedError(f"port {port} cannot be used ({error.strerror}): set PORT to another") from None


def child_environment(
    addresses: Mapping[str, str], *, run_dir: Path, port: int, inherited: Mapping[str, str]
) -> dict[str, str]:
    """Return the environment of the processes: the inherited one, with the servers' addresses filled in."""
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings.local",
        **inherited,
        **addresses,
        "RUN_DIR": str(run_dir),
        "PORT": str(port),
        "METRICS_PORT": inherited.get("METRICS_PORT") or str(metrics_port(port)),
        "PYTHONUNBUFFERED": "1",
        MARK: str(run_dir),
    }


def metrics_port(port: int) -> int:
    """Return the port on which figures are told unless another is named: 9464 beside 8000; 0 when there is none.

    >>> metrics_port(8000), metrics_port(65000)
    (9464, 0)
    """
    return port + 1464 if port + 1464 < 65536 else 0


def prepare(environment: Mapping[str, str], crews: list[Crew]) -> None:
    """Bring tables and demo companies up to date, and refuse to go on if that fails."""
    once = Process("prepare", prepare_command(), signal.SIGTERM, signal.SIGTERM)
    crew = Crew([once], environment=environment)
    crews.append(crew)
    child = crew.children[0]
    child.start()
    try:
        code = None
        while code is None and not crew.stopping:
            crew.listen()
            code = child.gone()
    finally:
        crew.stop()
        crews.remove(crew)
    if code is None:
        raise SystemExit(0)
    if code:
        raise EmbeddedError("the database could not be prepared; the reason is above")


def serve(
    crew: Crew, crews: list[Crew], *, servers: Sequence[Server], port: int, began: float, later: Sequence[Process] = ()
) -> None:
    """Run web, live, worker and beat, and print the addresses once the web answers that it is ready.

    What is to run `later` is started then.
    """
    crews.append(crew)
    try:
        crew.start()
        crew.run_until(lambda: ready(port))
        if not crew.stopping:
            print(welcome(port, seconds=time.monotonic() - began), flush=True)
            for process in later:
                crew.add(process)
        while not crew.stopping:
            crew.glance()
            for server in servers:
                ensure_keeper(server)
        print("huibao: stopping", flush=True)
    finally:
        crew.stop()


def ready(port: int) -> bool:
    """Return whether the web process says that it can serve."""
    try:
        with urlopen(f"http://{HOST}:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, HTTPException):
        return False


def welcome(port: int, *, seconds: float) -> str:
    """Return the addresses to open in a browser."""
    lines = [f"huibao: ready after {seconds:.1f} s", f"  operator  http://localhost:{port}/admin/"]
    lines += [f"  company   http://{demo.slug}.localhost:{port}/" for demo in DEMO_COMPANIES]
    lines += [f"  streams   the same hosts, port {port + 1}, /graphql/stream"]
    return "\n".join([*lines, "  Ctrl-C or `make down` stops everything"])


if __name__ == "__main__":
    main()
