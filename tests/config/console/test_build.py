"""The console is built anew when, and only when, something that it is made of has changed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from config.console.build import replace
from config.console.bundle import Bundle, State
from config.console.sources import digest_of
from config.embedded.places import PROJECT


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    web, schema = tmp_path / "web", tmp_path / "schema.graphql"
    for name in ("src/main.tsx", "node_modules/x/index.js", "dist/lock", "src/api/schema.d.ts"):
        (web / name).parent.mkdir(parents=True, exist_ok=True)
        (web / name).write_text("one")
    schema.write_text("type Query")
    return web, schema


@pytest.mark.parametrize("name", ["src/main.tsx", "src/new.ts", "package-lock.json", "../schema.graphql"])
def test_a_change_of_what_it_is_made_of_is_seen(sources: tuple[Path, Path], name: str) -> None:
    before = digest_of(*sources)

    (sources[0] / name).write_text("two")

    assert digest_of(*sources) != before


@pytest.mark.parametrize("name", ["node_modules/x/index.js", "dist/lock", "src/api/schema.d.ts"])
def test_what_is_made_there_is_not_looked_at(sources: tuple[Path, Path], name: str) -> None:
    before = digest_of(*sources)

    (sources[0] / name).write_text("two")

    assert digest_of(*sources) == before


def test_a_new_bundle_takes_the_place_of_the_old(tmp_path: Path) -> None:
    for name in ("bundle", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sources").write_text(name)

    replace(tmp_path / "bundle", tmp_path / "new")

    assert [path.name for path in tmp_path.iterdir()] == ["bundle"]
    assert Bundle(tmp_path).is_current("new")


def test_somebody_who_builds_is_noticed_and_their_death_too(tmp_path: Path) -> None:
    bundle = Bundle(tmp_path)
    assert bundle.state() == State.MISSING

    holds = "with Bundle(Path(sys.argv[1])).turn(): print('x', flush=True); input()"
    code = f"import sys; from pathlib import Path; from config.console.bundle import Bundle\n{holds}"
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "cwd": PROJECT}
    builder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], **pipes)
    assert builder.stdout is not None
    assert builder.stdout.readline() == b"x\n"
    assert bundle.state() == State.BUILDING

    builder.kill()
    builder.wait()

    assert bundle.state() == State.MISSING
