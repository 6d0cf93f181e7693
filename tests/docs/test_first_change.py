"""The page of the first change is followed to the letter, in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.embedded.places import run_directory

ROOT = Path(settings.BASE_DIR)
PAGE = (ROOT / "docs/first-change.md").read_text(encoding="utf-8")
COPIED = ("config", "tenants", "journeys", "feedback", "analytics", "tests", "docs")
FILES = ("manage.py", "conftest.py", "pyproject.toml", "schema.graphql", "schema.operator.graphql")


def blocks() -> list[tuple[str, str, str]]:
    """Return each python and diff block of the page, with the path that was named last before it."""
    found = []
    for place in re.finditer(r"```(python|diff)\n(.*?)```", PAGE, re.DOTALL):
        path = re.findall(r"^`([\w/]+\.py)`:$", PAGE[: place.start()], re.MULTILINE)[-1]
        found.append((path, place[1], place[2]))
    return found


def apply(folder: Path, path: str, kind: str, content: str) -> None:
    """Write a python block as a new file, or carry out a diff on one that is there."""
    target = folder / path
    if kind == "python":
        assert not target.exists(), f"{path} exists already: choose another example"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
        return
    lines = content.splitlines()
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] != left_out) for left_out in "+-")
    text = target.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path} has not the lines that the page changes:\n{old}"
    target.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the repository in which the page has been followed."""
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    for block in blocks():
        apply(tmp_path, *block)
    return tmp_path


def test_it_is_one_folder_one_test_file_and_one_line_with_its_import() -> None:
    new = [path for path, kind, _ in blocks() if kind == "python"]
    added = [line for _, kind, text in blocks() if kind == "diff" for line in text.splitlines() if line[0] == "+"]

    assert [path.rsplit("/", 1)[0] for path in new] == [
        "feedback/channels/smiley_terminal",
        "tests/feedback/channels",
    ]
    assert len([line for line in added if "import" not in line]) == 1


@pytest.mark.slow
@pytest.mark.usefixtures("servers")
def test_who_follows_the_page_has_a_channel_that_works(copy: Path) -> None:
    test = next(path for path, _, _ in blocks() if path.startswith("tests/"))
    environment = os.environ | {"RUN_DIR": str(run_directory(os.environ.get("RUN_DIR"))), "PYTHONPATH": ""}
    assert f"pytest {test} -q" in PAGE

    words = [sys.executable, "-m", "pytest", test, "-q", "-p", "no:cacheprovider"]
    ran = subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True, timeout=120, check=False)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"\b6 passed", ran.stdout)


def test_what_the_page_adds_passes_the_linter(copy: Path) -> None:
    ruff = Path(sys.executable).parent / "ruff"
    paths = [path for path, _, _ in blocks()]

    for words in (["check", "-q"], ["format", "-q", "--check"]):
        ran = subprocess.run([ruff, *words, *paths], cwd=copy, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
