"""The page of the first change is followed to the letter, in a copy of the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.embedded.places import run_directory
from tests.docs.pages import PAGES
from tests.docs.recipes import apply, blocks, copied

PAGE = PAGES["docs/first-change.md"]
BLOCKS = [block for block in blocks(PAGE) if block[0].endswith(".py")]
COPIED = (
    "config", "tenants", "journeys", "feedback", "analytics", "tests", "docs",
    "manage.py", "conftest.py", "pyproject.toml", "schema.graphql", "schema.operator.graphql",
)  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository in which the page has been followed."""
    copied(tmp_path, *COPIED)
    for block in BLOCKS:
        apply(tmp_path, block)
    return tmp_path


def test_it_is_one_folder_one_test_file_and_one_line_with_its_import() -> None:
    new = [path for path, kind, _ in BLOCKS if kind == "python"]
    added = [line for _, kind, text in BLOCKS if kind == "diff" for line in text.splitlines() if line[0] == "+"]

    assert [path.rsplit("/", 1)[0] for path in new] == [
        "feedback/channels/smiley_terminal",
        "tests/feedback/channels",
    ]
    assert len([line for line in added if "import" not in line]) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("servers")
def test_who_follows_the_page_has_a_channel_that_works(copy: Path) -> None:
    test = next(path for path, _, _ in BLOCKS if path.startswith("tests/"))
    environment = os.environ | {"RUN_DIR": str(run_directory(os.environ.get("RUN_DIR"))), "PYTHONPATH": ""}
    assert f"pytest {test} -q" in PAGE

    words = [sys.executable, "-m", "pytest", test, "-q", "-p", "no:cacheprovider"]
    ran = subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True, timeout=120, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"\b6 passed", ran.stdout)


def test_what_the_page_adds_passes_the_linter(copy: Path) -> None:
    ruff = Path(sys.executable).parent / "ruff"
    paths = [path for path, _, _ in BLOCKS]

    for words in (["check", "-q"], ["format", "-q", "--check"]):
        ran = subprocess.run([ruff, *words, *paths], cwd=copy, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
