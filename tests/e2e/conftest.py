"""A real browser in front of a real stack with the demo companies; `CONSOLE_URL` names one that runs already."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.console.build import WEB
from config.console.bundle import Bundle
from tests.faults.stack import standing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.visitor import Visitor

# Playwright comes with `make e2e` only.
collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, so that only `make e2e` runs it."""
    for item in items:
        if "tests/e2e/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the demonstration company hotpot is served."""
    assert Bundle(WEB / "dist").entry(), "the console has not been built: make web"
    if given := os.environ.get("CONSOLE_URL"):
        yield given.rstrip("/")
        return
    with standing("e2e", DEMO="1") as stack:
        yield f"http://hotpot.localhost:{stack.port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=FLAGS)


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the cookies of the manager are kept who signed in once, so that the limits on signing in stay far."""
    return tmp_path_factory.mktemp("manager") / "state.json"


@pytest.fixture
def visitor(browser: Browser, address: str, state: Path) -> Iterator[Visitor]:
    """Somebody with a browser, in Chinese; whatever their browser complains of fails the test."""
    from tests.e2e.visitor import Visitor

    somebody = Visitor(browser, address, state=state)
    yield somebody
    complaints = somebody.leave()
    assert complaints == []
