"""The source files of the product and its tests."""

from pathlib import Path

import pytest

from config.embedded.places import PROJECT

APPS = ("config", "tenants", "journeys", "feedback", "analytics")


def source_files(*tops: str) -> list[Path]:
    """Return the Python files below these folders, migrations aside: those are written by machine."""
    found = (path for top in tops for path in sorted((PROJECT / top).rglob("*.py")))
    return [path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts]


@pytest.fixture(scope="session")
def sources() -> list[Path]:
    """Return the files of the product."""
    return source_files(*APPS)
