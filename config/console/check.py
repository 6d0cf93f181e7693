"""`make webcheck`: whether the console fits the schema, keeps its style and does what its tests say."""

from __future__ import annotations

import sys

from config.console.build import WEB, NotBuilt, install, npm
from config.console.bundle import Bundle

SCRIPTS = ("types", "lint", "test")


def main() -> None:
    """Run every check, and name the first that fails."""
    try:
        with Bundle(WEB / "dist").turn():
            install()
        for script in SCRIPTS:
            npm("run", "--silent", script)
    except NotBuilt as reason:
        sys.exit(f"huibao: {reason}")


if __name__ == "__main__":
    main()
