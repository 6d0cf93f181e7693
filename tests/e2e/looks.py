"""How screens are looked at: some looks in each `make e2e`, the others, which cost as much again, in `make looks`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

ZH_AND_EN = ("zh-CN", "en-US")
LOOK = ("language", "dark", "width")


def also(*values: Any) -> Any:
    """Return a case that only `make looks` tries."""
    return pytest.param(*values, marks=pytest.mark.looks)


def foremost(cases: Sequence[Any], *first: Any) -> list[Any]:
    """Return cases in the order in which they are, of which only some are tried each time."""
    return [case if case in first else also(*case) if isinstance(case, tuple) else also(case) for case in cases]


LANGUAGES = foremost(ZH_AND_EN, "zh-CN")
LOOKS = [
    ("zh-CN", False, 1440),
    also("en-US", True, 390),
    also("en-US", False, 1440),
    also("zh-CN", True, 1440),
    also("zh-CN", False, 360),
    also("en-US", False, 360),
]
