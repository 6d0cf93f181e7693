"""Browser windows that are used again, so that each walk need not read the console's files anew."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error

PATIENCE_MS = 20_000
FORGET = "localStorage.clear()"


class Windows:
    """The windows of a browser: new ones, and those of people who signed in before, by language."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[tuple[Path, str], list[BrowserContext]] = {}
        self.lent: dict[BrowserContext, tuple[Path, str]] = {}

    def new(self, language: str) -> BrowserContext:
        """Return a window in which nothing is known."""
        context = self.browser.new_context(locale=language)
        context.set_default_timeout(PATIENCE_MS)
        return context

    def kept(self, language: str, state: Path) -> BrowserContext:
        """Return a window with the cookies of `state`, in which nothing else is known but files."""
        free = self.free.get((state, language))
        context = free.pop() if free else self.new(language)
        context.add_cookies(json.loads(state.read_text())["cookies"])
        self.lent[context] = (state, language)
        return context

    def put_back(self, context: BrowserContext) -> None:
        """Take a window back: one that forgets what happened in it is used again, any other is closed."""
        place = self.lent.pop(context, None)
        if place and _forgets(context):
            self.free.setdefault(place, []).append(context)
        else:
            context.close()


def _forgets(context: BrowserContext) -> bool:
    """Return whether nothing of a walk is left in a window; one in which a page never came cannot be cleared."""
    try:
        for page in context.pages:
            page.evaluate(FORGET)
            page.close()
        context.unroute_all()
        context.set_offline(False)
        context.clear_cookies()
    except Error:
        return False
    return True
