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
from tests.e2e.companies import PASSWORD
from tests.e2e.mails import Mailbox, delivered
from tests.e2e.product import Product, running_already
from tests.faults.stack import standing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.e2e.guests import Come
    from tests.e2e.visitor import Visitor
    from tests.e2e.windows import Windows

# Playwright comes with `make e2e` only.
collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here, so that only `make e2e` and `make looks` run it."""
    for item in items:
        if "tests/e2e/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def mails() -> Iterator[Mailbox]:
    """What the product sends by mail; of one that runs already only when it was told the same EMAIL_PORT."""
    with delivered(int(os.environ.get("EMAIL_PORT", "0"))) as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def product(mails: Mailbox) -> Iterator[Product]:
    """The product with the demonstration companies, one for all walks."""
    assert Bundle(WEB / "dist").entry(), "the console has not been built: make web"
    if given := os.environ.get("CONSOLE_URL"):
        yield running_already(given)
        return
    mailing = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mails.port), "EMAIL_USE_TLS": "0"}
    with standing("e2e", DEMO="1", **mailing) as stack:
        yield Product(f"http://hotpot.localhost:{stack.port}", stack.environment)


@pytest.fixture(scope="session")
def address(product: Product) -> str:
    """Where the demonstration company hotpot is served."""
    return product.address


@pytest.fixture(scope="session")
def companies(product: Product) -> None:
    """People and companies beside the demonstration, made once: see companies.py."""
    product.run("-m", "tests.e2e.companies")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=found, args=FLAGS)


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """The windows that are used again."""
    from tests.e2e.windows import Windows

    return Windows(browser)


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the cookies of the manager are kept who signed in once, so that the limits on signing in stay far."""
    return tmp_path_factory.mktemp("manager") / "state.json"


@pytest.fixture
def visitor(windows: Windows, address: str, state: Path) -> Iterator[Visitor]:
    """Somebody with a browser, in Chinese; whatever their browser complains of fails the test."""
    from tests.e2e.visitor import Visitor

    somebody = Visitor(windows, address, state=state)
    yield somebody
    complaints = somebody.leave()
    assert complaints == []


@pytest.fixture
def come(windows: Windows, product: Product, companies: None, state: Path) -> Iterator[Come]:
    """Let other people come, or other companies be looked at; what their browsers complain of fails the test too."""
    from tests.e2e.visitor import Visitor

    came = []

    def come(who: str = "manager", *, at: str = "hotpot") -> Visitor:
        email = f"{who}@{at}.example"
        kept = state.with_name(f"{email}.json")
        came.append(Visitor(windows, product.at(at), state=kept, email=email, password=PASSWORD))
        return came[-1]

    yield come
    complaints = [one for somebody in came for one in somebody.leave()]
    assert complaints == []
