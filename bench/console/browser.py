"""A visit to a page in a real browser, and what was measured of it inside the page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from time import monotonic
from typing import TYPE_CHECKING, Any

from analytics.management.commands.demo import PASSWORD
from bench.console.screens import DOOR, Screen
from bench.console.watch import IS_IDLE, TOLD, watching

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
PATIENCE_MS = 60_000
QUIET_MS = 1_000


@dataclass(frozen=True)
class Visit:
    """What one visit took: files and GraphQL requests, bytes as sent, and ms from its start."""

    files: int
    requests: int
    all_requests: int
    first_weight: int
    weight: int
    all_weight: int
    painted: float
    readable: float
    interactive: float


@contextmanager
def chromium() -> Iterator["Browser"]:
    """Run Debian's Chromium without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  comes with `make e2e` only

    found = environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("Chromium is missing: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def signed_in(browser: "Browser", address: str) -> Any:
    """Sign in as the demonstration's manager and return the session."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(address + DOOR.path)
    page.locator("input[autocomplete^=username]").fill("manager@hotpot.example")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.locator("#content h1").wait_for(timeout=PATIENCE_MS)
    state = context.storage_state()
    context.close()
    return state


def _rests(page: "Page") -> None:
    """Wait until a page is idle. Raises TimeoutError; the page's policy forbids Playwright's own way of waiting."""
    ends = monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(IS_IDLE, QUIET_MS):
        if monotonic() > ends:
            raise TimeoutError(f"{page.url} is not idle after {PATIENCE_MS} ms")
        page.wait_for_timeout(50)


def visited(browser: "Browser", screen: Screen, address: str, state: Any, *, slower: int) -> Visit:
    """Open a page with nothing kept but the session, on a processor that is so many times slower."""
    size: Any = {"width": 1440, "height": 900}
    known: Any = {"storage_state": state} if screen.is_inside else {}
    context = browser.new_context(locale="zh-CN", viewport=size, **known)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(watching(screen.reads))
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address + screen.path)
    _rests(page)
    visit = Visit(**page.evaluate(TOLD))
    context.close()
    return visit
