"""Clients that ask one server the same question for a while, and what that cost."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

CLIENTS = 4
WARM_REQUESTS = 5
SECONDS = float(os.environ.get("BENCH_SERVING_SECONDS", "6"))
_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server: its port and the processes that work for it."""

    port: int
    pid: int


@dataclass(frozen=True)
class Door:
    """A server, the headers with which it is asked, and the process of the database that it asks itself."""

    server: Server
    headers: dict[str, str]
    database: int


@dataclass(frozen=True)
class Load:
    """Requests a second, CPU milliseconds a request of the server and of PostgreSQL, and the bytes of an answer."""

    a_second: float
    cpu_ms: dict[str, float]
    bytes: int


def measure(door: Door, method: str, path: str, body: str, *, rows: str) -> Load:
    """Ask from several clients for SECONDS. Raises RuntimeError when an answer is not 200 or lacks `rows` in it."""
    answer = _ask(_line(door), door, method, path, body)
    if rows not in answer.decode():
        raise RuntimeError(f"{path} answered without {rows}: {answer[:300]!r}")
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda _: _until(door, method, path, body, count=WARM_REQUESTS), range(CLIENTS)))
        before, database, started = cpu_of(door.server.pid), cpu_of(door.database), time.perf_counter()
        asked = sum(pool.map(lambda _: _until(door, method, path, body, seconds=SECONDS), range(CLIENTS)))
        seconds = time.perf_counter() - started
        cpu, queries = cpu_of(door.server.pid) - before, cpu_of(door.database) - database
    each = {"server": round(cpu / asked, 2), "postgres": round(queries / asked, 2)}
    return Load(asked / seconds, each, len(answer))


def _until(door: Door, method: str, path: str, body: str, *, count: int = 0, seconds: float = 0.0) -> int:
    line, asked, end = _line(door), 0, time.perf_counter() + seconds
    while asked < count or time.perf_counter() < end:
        _ask(line, door, method, path, body)
        asked += 1
    line.close()
    return asked


def _line(door: Door) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", door.server.port, timeout=60)


def _ask(line: HTTPConnection, door: Door, method: str, path: str, body: str) -> bytes:
    line.request(method, path, body.encode() or None, door.headers)
    response = line.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}: {answer[:300]!r}")
    return answer


def parent_of(pid: int) -> int:
    """Return the process that started another one."""
    return int(_stat(pid)[1])


def cpu_of(pid: int) -> float:
    """Return the CPU milliseconds that a process and its children have used, those that ended included."""
    return sum(_own(child) for child in [pid, *_children(pid)])


def _children(pid: int) -> list[int]:
    everybody = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    return [other for other in everybody if _stat(other)[1:2] == [str(pid)]]


def _own(pid: int) -> float:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) * _TICK_MS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """Return the fields of a process after its name: state, parent, ...; none when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
