"""Look after one embedded server for as long as somebody uses it: python -m config.embedded.keeper.

The keeper is the server's parent. It starts the server, starts it again when it dies, and stops it
as soon as nobody holds the users' lock, however the users ended. If the keeper itself is killed,
Linux stops the server with it; elsewhere the next keeper does.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.embedded.locks import Locks, taken
from config.embedded.places import EmbeddedError, places_for, prepare
from config.embedded.postgres import Postgres
from config.embedded.spawn import stop
from config.embedded.valkey import Valkey

Server = Postgres | Valkey

GLANCE_SECONDS = 0.25
START_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 5.0
SERVERS: dict[str, type[Server]] = {"postgres": Postgres, "valkey": Valkey}


def main() -> None:
    """Start the server, answer `ready` or the reason why not on standard output, then watch it."""
    parser = argparse.ArgumentParser(prog="keeper")
    parser.add_argument("server", choices=sorted(SERVERS))
    parser.add_argument("run_dir", type=Path)
    parser.add_argument("--fast", action="store_true", help="for tests: do not wait for the disk")
    arguments = parser.parse_args()
    places = places_for(arguments.run_dir)
    server = SERVERS[arguments.server](places, durable=not arguments.fast)
    if os.fork():
        os._exit(0)
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        prepare(places)
        keep(server, Locks(arguments.run_dir, server.name))
    except EmbeddedError as error:
        answer(str(error))
        sys.exit(1)


def keep(server: Server, locks: Locks) -> None:
    """Run the server until nobody uses it; it is stopped when this returns or raises."""
    descriptor = locks.open("keeper")
    if not taken(descriptor, fcntl.LOCK_EX):
        raise EmbeddedError(f"{server.name} is looked after already")
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    server.prepare()
    process = started(server)
    try:
        answer("ready")
        while not unused(locks):
            if process.poll() is not None:
                process = revived(server)
            time.sleep(GLANCE_SECONDS)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(process, farewell=server.farewell, patience=server.patience)


def started(server: Server) -> subprocess.Popen[bytes]:
    """Start the server and return when it answers."""
    process = server.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.ready():
        if process.poll() is not None:
            raise EmbeddedError(f"{server.name} ended while starting; see {server.log}: {server.last_words()}")
        if time.monotonic() > deadline:
            stop(process, farewell=server.farewell, patience=server.patience)
            raise EmbeddedError(f"{server.name} does not answer after {START_SECONDS:.0f} s; see {server.log}")
        time.sleep(0.01)
    return process


def revived(server: Server) -> subprocess.Popen[bytes]:
    """Start a server that died, with longer and longer pauses between attempts."""
    pause = GLANCE_SECONDS
    while True:
        try:
            return started(server)
        except EmbeddedError as error:
            print(error, file=sys.stderr, flush=True)
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


def unused(locks: Locks) -> bool:
    """Return whether nobody uses the server, and if so keep new users waiting until this process ends."""
    turn, users = locks.open("turn"), locks.open("users")
    if taken(turn, fcntl.LOCK_EX) and taken(users, fcntl.LOCK_EX):
        return True
    os.close(users)
    os.close(turn)
    return False


def answer(line: str) -> None:
    """Say one line to whoever started the keeper, and let go of the pipe."""
    print(line, flush=True)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def leave(signum: int, frame: object) -> None:
    """Turn a request to end into an exception, so that the server is stopped on the way out."""
    raise SystemExit(0)


if __name__ == "__main__":
    main()
