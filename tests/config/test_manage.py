"""Any command finds its servers running, and leaves them as it found them."""

import os
import secrets
import subprocess
import sys

import pytest

from config.embedded.lease import running, wanted_servers
from config.embedded.places import PROJECT
from config.embedded.wipe import wipe
from config.env import Environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def run_dir(tmp_path_factory):
    directory = tmp_path_factory.mktemp("manage") / secrets.token_hex(4)
    yield directory
    wipe(directory)


def manage(*arguments, **variables):
    inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=inherited | {"DJANGO_SETTINGS_MODULE": "config.settings.local"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_stops_the_servers_that_it_started(run_dir):
    result = manage("shell", "-v", "0", "-c", ASKS, RUN_DIR=str(run_dir))

    assert result.stdout.strip() == "18 True", result.stderr
    assert "couldn't stop thread" not in result.stderr
    assert not any(server.ready() for server in wanted_servers(Environment({"RUN_DIR": str(run_dir)})))


def test_a_command_leaves_running_servers_alone(run_dir):
    servers = wanted_servers(Environment({"RUN_DIR": str(run_dir)}))
    with running(servers):
        assert manage("shell", "-v", "0", "-c", ASKS, RUN_DIR=str(run_dir)).returncode == 0
        assert all(server.ready() for server in servers)


def test_help_needs_no_server(tmp_path):
    result = manage("--help", RUN_DIR=str(tmp_path))

    assert result.returncode == 0
    assert not list(tmp_path.glob("*.keeper"))


def test_an_impossible_run_directory_is_one_line():
    result = manage("check", RUN_DIR="/proc/nowhere")

    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("cannot create /proc/nowhere")


ASKS = """
from django.core.cache import cache
from django.db import connection
cache.set("k", 1)
with connection.cursor() as cursor:
    cursor.execute("SHOW server_version")
    print(cursor.fetchone()[0].split(".")[0], cache.get("k") == 1)
"""
