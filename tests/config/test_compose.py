"""docker-compose.yml runs the very processes of `make up`, with the same variables."""

import signal
from pathlib import Path

import pytest
import yaml

from config.embedded.places import PROJECT
from config.embedded.processes import Process, prepare_command, processes
from config.embedded.supervisor import child_environment

SERVICES = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
IN_THE_CONTAINER = processes(host="0.0.0.0", port=8000)


@pytest.mark.parametrize("process", IN_THE_CONTAINER, ids=lambda process: process.name)
def test_a_service_runs_the_supervisor_s_command(process: Process):
    assert tuple(SERVICES[process.name]["command"]) == process.command


def test_tables_are_prepared_by_the_same_command():
    assert tuple(SERVICES["prepare"]["command"]) == prepare_command()


def test_nothing_else_is_run():
    assert set(SERVICES) == {"postgres", "valkey", "prepare", *(process.name for process in IN_THE_CONTAINER)}


@pytest.mark.parametrize("name", ["prepare", "web", "live", "worker", "beat"])
def test_a_service_gets_every_variable_that_the_supervisor_sets(name):
    addresses = {"DATABASE_URL": "", "REDIS_URL": ""}
    inherited = child_environment(addresses, run_dir=Path("/r"), port=1, inherited={})

    assert set(inherited) - {"HUIBAO_SUPERVISED_IN"} <= set(SERVICES[name]["environment"])


@pytest.mark.parametrize("name", ["postgres", "valkey", "web", "live", "worker", "beat"])
def test_a_service_that_stays_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]


def test_secrets_have_no_default():
    text = (PROJECT / "docker-compose.yml").read_text()

    assert all(f"${{{name}:?" in text for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"))


def test_web_live_and_beat_end_gently_and_an_orphaned_worker_at_once():
    by_name = {process.name: process for process in IN_THE_CONTAINER}

    assert {process.farewell for process in IN_THE_CONTAINER} == {signal.SIGTERM}
    assert by_name["worker"].bereavement == signal.SIGKILL


def test_the_image_holds_the_product_and_no_more():
    last = (PROJECT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    copied = {word for line in last.splitlines() if line.startswith("COPY ") for word in line.split()[1:-1]}
    left_out = set((PROJECT / ".dockerignore").read_text().split())

    assert not copied & {".", "tests", "bench", "docs", "conftest.py", ".git"}
    assert {".git", ".venv", ".run"} <= left_out
