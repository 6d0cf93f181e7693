"""Inputs of the reference figures, read from beside the repository where they are present."""

import json
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "reference" / "fixtures.json"


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    """Return the reference inputs; skip where they are not beside the repository."""
    if not FIXTURES.exists():
        pytest.skip("the reference inputs (../shared/reference/fixtures.json) are not on this machine")
    document: dict[str, Any] = json.loads(FIXTURES.read_text())
    return document
