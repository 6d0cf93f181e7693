"""What processes counted that are gone is still counted, and in one file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from config.embedded.places import PROJECT
from config.telemetry.files import fold

COUNTS = """
from prometheus_client import Counter, Gauge, Histogram
Counter("huibao_things", "Things.", ["kind"]).labels("a").inc({number})
Histogram("huibao_seconds", "Seconds.", buckets=(1.0,)).observe({number})
Gauge("huibao_now", "Now.", multiprocess_mode="livesum").set({number})
Gauge("huibao_last", "Last.", multiprocess_mode="max").set({number})
"""


def count(place: Path, number: int) -> None:
    """Count in a process of its own, which ends."""
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(place)}
    subprocess.run([sys.executable, "-c", COUNTS.format(number=number)], env=environment, check=True, cwd=PROJECT)


def told(place: Path) -> dict[str, float]:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(place))
    lines = generate_latest(registry).decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two processes have counted and ended, and were added up; then a third."""
    folder = tmp_path_factory.mktemp("figures")
    count(folder, 2)
    count(folder, 5)
    assert fold(folder) == 8
    count(folder, 1)
    return folder


def test_counters_and_histograms_of_processes_that_ended_are_summed(place: Path) -> None:
    fold(place)

    found = told(place)
    assert found['huibao_things_total{kind="a"}'] == 8
    assert found["huibao_seconds_sum"] == 8
    assert (found['huibao_seconds_bucket{le="1.0"}'], found["huibao_seconds_count"]) == (1, 3)


def test_what_they_were_is_forgotten_and_the_latest_moment_is_not(place: Path) -> None:
    fold(place)

    found = told(place)
    assert "huibao_now" not in found
    assert found["huibao_last"] == 5


def test_the_number_of_files_does_not_grow(place: Path) -> None:
    fold(place)

    assert sorted(path.name for path in place.glob("*.db")) == ["counter_0.db", "gauge_max_0.db", "histogram_0.db"]


def test_files_of_a_process_that_lives_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"counter_{os.getpid()}.db").touch()

    assert fold(tmp_path) == 0
