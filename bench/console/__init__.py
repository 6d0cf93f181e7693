"""`python -m bench console`: what a screen asks and weighs, and when it can be used, beside Django's own login page.

Each screen is opened several times in Debian's Chromium with nothing kept but the session, on the processor as it is
and on one that is made four times slower, in turn with the others. First paint is the browser's own
first-contentful-paint. A screen can be read when the figures stand there that it is opened for; what it asks and
weighs is counted up to each of these moments. It is interactive when charts and lists are there too, and the main
thread has nothing to do that takes longer than 50 ms for a second. `CONSOLE_URL` names a demonstration that runs
already; needs `make e2e` to have brought the browser's driver.
"""

import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from os import cpu_count, environ
from statistics import median

from django.core.management import call_command

from bench.console.browser import Visit, chromium, signed_in, visited
from bench.console.screens import DOOR, PLAIN, SCREENS, Screen
from bench.web import served
from config.console.build import WEB
from config.console.bundle import Bundle

RUNS = 5
TIMES = ("painted, ms", "readable, ms", "interactive, ms")
HEADINGS = (
    "requests until readable", "files until then", "kB to first paint", "kB until readable",
    *TIMES, *(f"slow: {one}" for one in TIMES),
)  # fmt: skip
SPEEDS = {"": 1, "_slow": 4}
"""How much slower the processor is made, by the ending of a measure's name."""


def measures() -> dict[str, dict[str, object]]:
    """Return `console_<screen>` and `console_<screen>_slow`: ms until interactive, beside Django's own login page."""
    with _console() as console, served("bench.plain_page:application") as (_, port), chromium() as browser:
        plain, state = f"http://localhost:{port}", signed_in(browser, console)
        opened = [(screen, plain if screen is PLAIN else console) for screen in (PLAIN, DOOR, *SCREENS)]
        for screen, address in opened:  # so that nobody pays for answers that the first person waits for
            visited(browser, screen, address, state, slower=1)
        found: dict[tuple[str, str], list[Visit]] = {}
        for _ in range(RUNS):
            for ending, slower in SPEEDS.items():
                for screen, address in opened:
                    visit = visited(browser, screen, address, state, slower=slower)
                    found.setdefault((screen.name, ending), []).append(visit)
        _print(found, str(browser.version))
    return {
        f"console_{screen.name}{ending}": _row(found[screen.name, ending], found[PLAIN.name, ending])
        for screen in (DOOR, *SCREENS)
        for ending in SPEEDS
    }


@contextmanager
def _console() -> Iterator[str]:
    """Serve the demonstration company, made first where there is none; or yield the one that is named."""
    if given := environ.get("CONSOLE_URL"):
        yield given.rstrip("/")
        return
    if not Bundle(WEB / "dist").entry():
        raise RuntimeError("the console has not been built: make web")
    call_command("demo", "--only", "hotpot", stdout=sys.stderr)
    with served() as (_, port):
        yield f"http://hotpot.localhost:{port}"


def _row(ours: list[Visit], other: list[Visit]) -> dict[str, object]:
    mine, theirs = (median(one.interactive for one in visits) for visits in (ours, other))
    last = ours[-1]
    return {
        "ratio": mine / theirs,
        "ours": mine,
        "other": theirs,
        "unit": "ms until interactive (other: Django's own login page)",
        "runs": len(ours),
        "requests": last.requests,
        "bytes": last.weight,
    }


def _print(found: dict[tuple[str, str], list[Visit]], version: str) -> None:
    """Print the table of docs/console.md."""
    print(f"{datetime.now(UTC):%Y-%m-%d}, {cpu_count()} cores, {platform.machine()}, Chromium {version}, {RUNS} visits")
    print(f"| {' | '.join(['screen', *HEADINGS])} |")
    print(f"|{'---|' * (1 + len(HEADINGS))}")
    for screen in (PLAIN, DOOR, *SCREENS):
        print(_line(screen, *(found[screen.name, ending] for ending in SPEEDS)), flush=True)


def _line(screen: Screen, usual: list[Visit], slow: list[Visit]) -> str:
    requests = f"{max(one.requests for one in usual)}, {max(one.all_requests for one in usual)} in all"
    weights = [
        f"{median(sizes) / 1000:.0f}" for sizes in ([one.first_weight for one in usual], [one.weight for one in usual])
    ]
    times = [
        f"{median(times):.0f}"
        for visits in (usual, slow)
        for times in (
            [one.painted for one in visits], [one.readable for one in visits], [one.interactive for one in visits],
        )
    ]  # fmt: skip
    files = f"{max(one.files for one in usual)}"
    return f"| {' | '.join([screen.title, requests, files, *weights, *times])} |"
