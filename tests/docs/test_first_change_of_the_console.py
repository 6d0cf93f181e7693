"""The page's change of the console is followed to the letter, in a copy of the console."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import pytest

from config.console.build import WEB, home_of_node, install
from config.console.bundle import Bundle
from tests.docs.pages import PAGES
from tests.docs.recipes import apply, blocks, copied

BLOCKS = [block for block in blocks(PAGES["docs/first-change.md"]) if block[0].startswith("web/")]
CHANGED = sorted({path.removeprefix("web/") for path, _, _ in BLOCKS})
(TEST,) = [path for path in CHANGED if path.endswith(".test.tsx")]

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Return what runs a program in a copy of the console that follows the page, and returns its words."""
    with Bundle(WEB / "dist").turn():
        install()
    copy = copied(tmp_path_factory.mktemp("followed"), "web", "schema.graphql")
    (copy / "web/node_modules").symlink_to(WEB / "node_modules")
    for block in BLOCKS:
        apply(copy, block)
    path = os.pathsep.join([str(home_of_node() / "bin"), *os.get_exec_path()])

    def program(name: str, *arguments: str) -> str:
        words = [str(WEB / "node_modules/.bin" / name), *arguments]
        environment = os.environ | {"PATH": path}
        done = subprocess.run(
            words, cwd=copy / "web", env=environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return program


def test_it_is_one_field_one_column_its_name_and_one_test() -> None:
    assert CHANGED == [
        "src/i18n/en.json",
        "src/i18n/zh-CN.json",
        "src/screens/drivers/Channels.test.tsx",
        "src/screens/drivers/MatrixChart.tsx",
        "src/screens/drivers/useMatrix.ts",
    ]


def test_who_follows_the_page_has_a_column_that_works(run: Callable[..., str]) -> None:
    assert "1 passed" in run("vitest", "run", TEST)


def test_what_the_page_changes_fits_the_schema(run: Callable[..., str]) -> None:
    run("gql-tada", "generate-output")
    run("tsc", "--noEmit")


def test_what_the_page_changes_passes_the_linter(run: Callable[..., str]) -> None:
    run("eslint", *[path for path in CHANGED if not path.endswith(".json")])
    run("prettier", "--check", *CHANGED)


def test_the_words_of_the_page_are_complete(run: Callable[..., str]) -> None:
    assert "failed" not in run("vitest", "run", "src/i18n/words.test.ts", "src/screens/drivers")
