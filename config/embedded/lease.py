"""Use the embedded servers for a while: the first user starts them, the last one stops them."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.embedded.keeper import START_SECONDS, Server
from config.embedded.locks import Locks, taken
from config.embedded.places import PROJECT, EmbeddedError, places_for, prepare, run_directory
from config.embedded.postgres import Postgres
from config.embedded.valkey import Valkey
from config.env import Environment


def wanted_servers(environment: Environment, *, durable: bool = True, below: str = "") -> list[Server]:
    """Return the servers to run ourselves: those whose address the environment does not give."""
    places = places_for(run_directory(environment.optional("RUN_DIR")) / below)
    servers: list[Server] = []
    if environment.optional("DATABASE_URL") is None:
        servers.append(Postgres(places, durable=durable))
    if environment.optional("REDIS_URL") is None:
        servers.append(Valkey(places, durable=durable))
    return servers


@contextmanager
def running(servers: list[Server]) -> Iterator[None]:
    """Keep these servers running inside the block."""
    with ExitStack() as leases:
        for server in servers:
            leases.enter_context(leased(server))
        yield


@contextmanager
def leased(server: Server) -> Iterator[None]:
    """Keep one server running inside the block; start it if need be, stop it if nobody else uses it."""
    prepare(server.places)
    locks = Locks(server.places.run_dir, server.name)
    users = locks.open("users")
    try:
        with locks.turn():
            fcntl.flock(users, fcntl.LOCK_SH)
        ensure_keeper(server)
        wait_until_ready(server)
        yield
    finally:
        with locks.turn():
            if taken(users, fcntl.LOCK_EX):
                end_keeper(locks)
            os.close(users)


def ensure_keeper(server: Server) -> None:
    """Start a keeper if there is none, or none any more; the caller holds the users' lock."""
    locks = Locks(server.places.run_dir, server.name)
    with locks.turn():
        if not locks.keeper_alive():
            start_keeper(server)


def start_keeper(server: Server) -> None:
    """Start the keeper as a background process and wait for its answer."""
    command = [sys.executable, "-m", "config.embedded.keeper", server.name, os.fspath(server.places.run_dir)]
    if not server.durable:
        command.append("--fast")
    with (server.places.run_dir / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, cwd=PROJECT, start_new_session=True
        )
    # The keeper goes on in the background; what ends here is the pipe, with its answer.
    answer = keeper.communicate()[0].decode().strip()
    if answer != "ready":
        raise EmbeddedError(answer or f"the keeper of {server.name} ended without a word; see {Path(log.name)}")


def wait_until_ready(server: Server) -> None:
    """Return when the server answers; its keeper may be starting it again just now."""
    deadline = time.monotonic() + START_SECONDS
    while not server.ready():
        if time.monotonic() > deadline:
            raise EmbeddedError(f"{server.name} does not answer; see {server.log}")
        time.sleep(0.02)


def end_keeper(locks: Locks) -> None:
    """Ask the keeper to stop its server and wait until both are gone; the caller holds the turn."""
    keeper = locks.open("keeper")
    try:
        while not taken(keeper, fcntl.LOCK_EX):
            try:
                os.kill(locks.keeper_process(), signal.SIGTERM)
            except (PermissionError, ProcessLookupError):
                return  # another user's keeper sees within a moment that nobody is left
            time.sleep(0.02)
    finally:
        os.close(keeper)
