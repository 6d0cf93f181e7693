"""Real PostgreSQL and Valkey: started by the first user, stopped by the last, whole after kill -9."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from config.embedded.lease import leased, running, wanted_servers
from config.embedded.locks import Locks
from config.embedded.places import PROJECT, EmbeddedError
from config.embedded.wipe import wipe
from config.env import Environment

from .conftest import eventually, processes_of

pytestmark = pytest.mark.slow


def answer(url, query):
    with psycopg.connect(url) as line:
        *_, last = line.execute(query).results()
        return last.fetchone()[0]


def postmaster(postgres):
    return int((postgres.data / "postmaster.pid").read_text().split()[0])


def test_servers_run_inside_the_block_and_nothing_runs_after_it(run_dir, postgres, valkey):
    with running([postgres, valkey]):
        assert answer(postgres.url, "SHOW server_version_num").startswith("18")
        assert answer(postgres.url, "SHOW data_checksums") == "on"
        assert redis.Redis.from_url(valkey.url).ping()

    assert processes_of(run_dir) == {}
    assert not (postgres.data / "postmaster.pid").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has privileges to drop")
def test_root_hands_the_servers_to_another_account(postgres):
    with leased(postgres):
        owner = Path(f"/proc/{postmaster(postgres)}").stat().st_uid

    assert owner == postgres.places.uid != 0
    assert postgres.data.stat().st_uid == owner


def test_the_data_is_private_and_no_port_is_open(postgres):
    with leased(postgres):
        assert answer(postgres.url, "SHOW listen_addresses") == ""

    assert postgres.places.home.stat().st_mode & 0o077 == 0


def test_what_was_written_is_there_the_next_time(postgres, valkey):
    with running([postgres, valkey]):
        answer(postgres.url, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes') RETURNING word")
        redis.Redis.from_url(valkey.url).set("kept", "yes")

    with running([postgres, valkey]):
        assert answer(postgres.url, "SELECT word FROM kept") == "yes"
        assert redis.Redis.from_url(valkey.url).get("kept") == b"yes"


def test_the_second_user_shares_the_server_and_the_last_one_stops_it(run_dir, postgres):
    with leased(postgres):
        first = postmaster(postgres)
        with leased(postgres):
            assert postmaster(postgres) == first
        assert answer(postgres.url, "SELECT 1") == 1

    assert processes_of(run_dir) == {}


def test_a_user_that_is_killed_leaves_no_server_behind(run_dir):
    code = f"""
import sys, time
from config.embedded.lease import *
with running(wanted_servers(Environment({{"RUN_DIR": {str(run_dir)!r}}}))):
    print("up", flush=True)
    time.sleep(60)
"""
    user = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE)
    assert user.stdout.readline() == b"up\n"

    user.kill()
    user.communicate()

    eventually(lambda: not processes_of(run_dir), "both servers have stopped")


@pytest.mark.parametrize("name", ["postgres", "valkey"])
def test_a_killed_server_is_started_again(run_dir, request, name):
    server = request.getfixturevalue(name)
    with leased(server):
        keeper = Locks(run_dir, name).keeper_process()
        [victim] = [pid for pid in processes_of(run_dir) if parent(pid) == keeper]
        os.kill(victim, signal.SIGKILL)

        eventually(lambda: parent(victim) != keeper, "the victim is gone")
        eventually(lambda: keeper in map(parent, processes_of(run_dir)) and server.ready(), "it is back")


def parent(pid):
    try:
        state, number = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except FileNotFoundError:
        return None
    return None if state == "Z" else int(number)


def test_everything_killed_at_once_is_recovered(run_dir, postgres, valkey):
    with running([postgres, valkey]):
        answer(postgres.url, "CREATE TABLE survivor AS SELECT 42 AS n; SELECT n FROM survivor")
        for pid in processes_of(run_dir):
            os.kill(pid, signal.SIGKILL)

    with running([postgres, valkey]):
        assert answer(postgres.url, "SELECT n FROM survivor") == 42


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(postgres):
    with leased(postgres):
        lines = (postgres.data / "postmaster.pid").read_text().splitlines()
    stranger = subprocess.Popen(["sleep", "60"], user=postgres.places.uid if postgres.places.drops_privileges else None)
    try:
        (postgres.data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        with leased(postgres):
            assert answer(postgres.url, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_orphan_is_stopped_and_its_data_kept(run_dir, postgres):
    """As where the kernel does not end a server with its keeper."""
    with leased(postgres):
        pass
    orphan = subprocess.Popen(
        [postgres._binary("postgres"), "-D", postgres.data, "-k", postgres.places.sockets, "-h", ""],
        user=postgres.places.uid if postgres.places.drops_privileges else None,
        stderr=subprocess.DEVNULL,
    )
    eventually(postgres.ready, "the orphan answers")

    with leased(postgres):
        assert postmaster(postgres) != orphan.pid
        orphan.wait(10)


def test_a_server_that_cannot_start_says_why_in_one_line(postgres):
    settings = postgres.data / "postgresql.conf"
    with leased(postgres):
        before = settings.read_text()
    settings.write_text("no_such_setting = 1\n")
    try:
        with pytest.raises(EmbeddedError, match="postgres ended while starting") as refusal, leased(postgres):
            pass
        assert "\n" not in str(refusal.value)
    finally:
        settings.write_text(before)


def test_data_in_use_is_not_wiped(run_dir, postgres):
    with leased(postgres), pytest.raises(EmbeddedError, match="in use"):
        wipe(run_dir)
    assert postgres.data.exists()


def test_a_given_address_means_no_server_of_ours():
    both = {"DATABASE_URL": "postgresql://db/bao", "REDIS_URL": "redis://cache"}

    assert wanted_servers(Environment(both)) == []
    assert [server.name for server in wanted_servers(Environment({"REDIS_URL": "redis://cache"}))] == ["postgres"]
