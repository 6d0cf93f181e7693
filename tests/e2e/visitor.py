"""Somebody in front of a browser, and what their browser complained of."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from config.console.build import WEB
from tests.e2e.windows import PATIENCE_MS, Windows

MANAGER, PASSWORD = "manager@hotpot.example", "huibao-demo"
# Nothing is on its way for some frames: no skeleton, no part that asks, no chart without its drawing. The
# page's policy forbids the `eval` in Playwright's wait_for_function, so this looks at each frame by itself.
CALM = """([frames, patience]) => new Promise(tell => {
  const coming = '[aria-busy=true], .ant-skeleton, .ant-spin-spinning'
  const ends = performance.now() + patience
  let calm = 0
  const look = () => {
    const drawn = [...document.querySelectorAll('div[role=img]')].every(one => one.querySelector('svg'))
    calm = document.querySelector('h1') && drawn && !document.querySelector(coming) ? calm + 1 : 0
    if (calm > frames || performance.now() > ends) tell(calm > frames)
    else requestAnimationFrame(look)
  }
  look()
})"""
CALM_FRAMES = 5
STILL = "document.getAnimations().every(one => !(one instanceof CSSTransition))"
expect.set_options(timeout=PATIENCE_MS)


class Visitor:
    """One browser window after the other, on a company's host."""

    def __init__(
        self, windows: Windows, address: str, *, state: Path, email: str = MANAGER, password: str = PASSWORD
    ) -> None:
        self.windows, self.address, self.state = windows, address, state
        self.email, self.password = email, password
        self.complaints: list[str] = []
        self.requests: list[Request] = []
        self.contexts: list[BrowserContext] = []

    def opens(self, path: str = "/", *, language: str = "zh-CN", dark: bool = False, width: int = 1440) -> Page:
        """Open a window of its own at an address, as somebody nobody knows."""
        return self._goes(self.windows.new(language), path, dark=dark, width=width)

    def enters(self, path: str = "/", *, language: str = "zh-CN", dark: bool = False, width: int = 1440) -> Page:
        """Open a window at an address as this person, who signed in before."""
        if self.state.exists():
            context = self.windows.kept(language, self.state)
            return settled(self._goes(context, path, dark=dark, width=width))
        page = self.opens(path, language=language, dark=dark, width=width)
        self.signs_in(page)
        page.locator("#content h1").wait_for()
        page.context.storage_state(path=self.state)
        return settled(page)

    def _goes(self, context: BrowserContext, path: str, *, dark: bool, width: int) -> Page:
        self.contexts.append(context)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"page: {error}"))
        page.on("request", lambda request: self.requests.append(request))
        page.goto(self.address + path)
        return page

    def reads(self, path: str, *, language: str = "zh-CN", watch: str = "") -> Page:
        """Enter at an address whose files and sign-in are kept, so that only its own requests are counted.

        `watch` is run in the page before anything of its own.
        """
        page = self.enters(path, language=language)
        if watch:
            page.add_init_script(watch)
        self.requests.clear()
        page.reload()
        return settled(page)

    def signs_in(self, page: Page, *, email: str | None = None, password: str | None = None) -> None:
        """Fill the form of signing in, and send it."""
        form = page.locator("form").filter(has=page.locator("input[autocomplete='username webauthn']"))
        form.locator("input[autocomplete^=username]").fill(email or self.email)
        form.locator("input[type=password]").fill(password or self.password)
        form.locator("button[type=submit]").click()

    def forgets(self, words: str) -> None:
        """Take back complaints that a test provoked."""
        self.complaints = [one for one in self.complaints if words not in one]

    def leave(self) -> list[str]:
        """Close all windows, and say what the browser complained of."""
        for context in self.contexts:
            self.windows.put_back(context)
        return self.complaints

    def asked(self, path: str) -> list[Request]:
        """Return the requests for a path, since they were last cleared."""
        return [request for request in self.requests if urlsplit(request.url).path == path]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")


def settled(page: Page) -> Page:
    """Wait until a screen shows all that it asked for, so that what is read of it next stays; return it."""
    page.locator("#content h1").wait_for()
    assert page.evaluate(CALM, [CALM_FRAMES, PATIENCE_MS]), "something stayed on its way"
    return page


def until(holds: Callable[[], bool], page: Page) -> None:
    """Wait until something that is read of a page in several steps holds. Raises AssertionError when it does not."""
    ends = time.monotonic() + PATIENCE_MS / 1000
    while not holds():
        assert time.monotonic() < ends, "it did not come to hold"
        page.wait_for_timeout(50)


def serious(page: Page) -> list[str]:
    """Return what axe finds of serious and critical faults, each with its place, once no colour is changing."""
    until(lambda: page.evaluate(STILL), page)
    page.evaluate(_axe())
    found = json.loads(page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r))"))
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]


@cache
def _axe() -> str:
    return (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text() + "; true"


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
