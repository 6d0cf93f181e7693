"""Other people than the manager of the demonstration, and other companies."""

from __future__ import annotations

from typing import Protocol

from tests.e2e.visitor import Visitor


class Come(Protocol):
    """Let somebody come: the first word of their address, at a company."""

    def __call__(self, who: str = "manager", *, at: str = "hotpot") -> Visitor:
        """Return them in front of a browser, in which nobody is signed in."""
        ...
