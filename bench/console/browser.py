"""A visit to a page in a real browser, and what was measured of it inside the page."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from typing import TYPE_CHECKING, Any

from analytics.management.commands.demo import PASSWORD
from bench.console.screens import DOOR, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
PATIENCE_MS = 60_000
QUIET_MS = 1_000

# Notes when the page became useful and every task of the main thread that took longer than 50 ms.
WATCH = """(() => {
  const seen = window.seen = {useful: 0, idle: 0}
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) seen.idle = Math.max(seen.idle, one.startTime + one.duration)
  }).observe({type: 'longtask', buffered: true})
  const isUseful = () => {
    if (document.querySelector('input[type=password]')) return true
    const content = document.querySelector('#content')
    if (!content?.querySelector('h1') || !content.querySelector('data, [role=img], article')) return false
    const drawn = [...content.querySelectorAll('div[role=img]')].every(one => one.querySelector('svg'))
    return drawn && !content.querySelector('[aria-busy=true], .ant-skeleton')
  }
  const look = () => {
    if (document.body && isUseful()) seen.useful = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
})()"""
IS_IDLE = "quiet => seen.useful && performance.now() - Math.max(seen.useful, seen.idle) > quiet"
TOLD = """() => {
  const page = performance.getEntriesByType('navigation')[0]
  const files = performance.getEntriesByType('resource').filter(one => one.responseEnd <= seen.useful)
  const answers = files.filter(one => new URL(one.name).pathname === '/graphql')
  const weigh = entries => entries.reduce((sum, one) => sum + one.encodedBodySize, 0)
  return {
    requests: answers.length,
    answers: weigh(answers),
    weight: weigh(files) + page.encodedBodySize,
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    useful: seen.useful,
    interactive: Math.max(seen.useful, seen.idle),
  }
}"""


@dataclass(frozen=True)
class Visit:
    """What one visit took: GraphQL requests, and bytes as sent, before the page was useful; ms from its start."""

    requests: int
    answers: int
    weight: int
    painted: float
    useful: float
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


def visited(browser: "Browser", screen: Screen, address: str, state: Any, *, slower: int) -> Visit:
    """Open a page with nothing kept but the session, on a processor that is so many times slower."""
    size: Any = {"width": 1440, "height": 900}
    known: Any = {"storage_state": state} if screen.is_inside else {}
    context = browser.new_context(locale="zh-CN", viewport=size, **known)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.add_init_script(WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address + screen.path)
    page.wait_for_function(IS_IDLE, arg=QUIET_MS)
    visit = Visit(**page.evaluate(TOLD))
    context.close()
    return visit
