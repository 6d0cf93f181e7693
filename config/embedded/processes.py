"""The processes that make up the product, defined once for `make up` and for docker-compose.yml."""

from __future__ import annotations

import signal
from dataclasses import dataclass

CELERY = ("celery", "--quiet", "--app", "config.celery")


@dataclass(frozen=True)
class Process:
    """A process to keep running, and the signal that ends it without losing work."""

    name: str
    command: tuple[str, ...]
    farewell: signal.Signals
    # What the process gets when its supervisor was killed. A worker would finish its tasks first,
    # unwatched and without a database; killed, it leaves them to be delivered again.
    bereavement: signal.Signals
    # Whether it is done when it has ended, and not started again.
    is_task: bool = False


def processes(*, host: str, port: int) -> tuple[Process, ...]:
    """Return web, live, worker and beat in the order in which they are started; live has the port after the web's."""
    return (
        Process("web", web_command(host=host, port=port), signal.SIGTERM, signal.SIGTERM),
        Process("live", live_command(host=host, port=port + 1), signal.SIGTERM, signal.SIGTERM),
        Process("worker", worker_command(), signal.SIGTERM, signal.SIGKILL),
        Process("beat", beat_command(), signal.SIGTERM, signal.SIGTERM),
    )


def web_command(*, host: str, port: int) -> tuple[str, ...]:
    """Return the WSGI server: two processes, which share no interpreter lock, of threads that wait for the database."""
    threads = ("--workers", "2", "--blocking-threads", "4", "--backpressure", "64")
    # On SIGHUP each process is replaced in turn; the old one stays this many seconds for the new one to load.
    lifecycle = ("--workers-kill-timeout", "10", "--respawn-failed-workers", "--respawn-interval", "20")
    address = ("--host", host, "--port", str(port))
    return ("granian", "--interface", "wsgi", "--no-ws", *address, *threads, *lifecycle, "config.wsgi:application")


def live_command(*, host: str, port: int) -> tuple[str, ...]:
    """Return the ASGI server of streams: one process, which may hold more connections than it has work for."""
    streams = ("--workers", "1", "--backlog", "2048", "--backpressure", "6000")
    # Ten seconds for the streams to be told that this one ends.
    lifecycle = ("--workers-kill-timeout", "10", "--respawn-failed-workers")
    address = ("--host", host, "--port", str(port))
    return ("granian", "--interface", "asgi", "--no-ws", *address, *streams, *lifecycle, "config.asgi:application")


def worker_command() -> tuple[str, ...]:
    """Return the Celery worker; no chatter with other workers, which only costs messages."""
    quiet = ("--without-gossip", "--without-mingle")
    return (*CELERY, "worker", "--loglevel", "INFO", "--concurrency", "2", *quiet)


def beat_command() -> tuple[str, ...]:
    """Return Celery's clock with our scheduler, which keeps no file, for what is due is in the database."""
    return (*CELERY, "beat", "--loglevel", "WARNING", "--scheduler", "config.telemetry.parts:Clock", "--pidfile", "")


def console_task() -> Process:
    """Return what builds the console when its sources have changed, behind everything that serves somebody."""
    command = ("nice", "-n", "10", "make", "--no-print-directory", "web")
    return Process("console", command, signal.SIGTERM, signal.SIGTERM, is_task=True)


def prepare_command() -> tuple[str, ...]:
    """Return the command that brings the tables up to date before anything else starts."""
    return ("python", "manage.py", "prepare")
