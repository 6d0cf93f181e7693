"""The files in which the processes of a machine count: those of processes that ended are added up into one.

Each process has files of its own, named by its id. Left alone they would grow in number with every restart; dropped,
counters would fall. So what a process that has gone counted is added to the files of nobody.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from prometheus_client import mmap_dict

NOBODY = "0"
_NAME = re.compile(r"(?P<sort>counter|histogram|gauge_[a-z]+)_(?P<pid>\d+)\.db")
_MAPPED: Any = mmap_dict.MmapedDict  # has no types


def fold(place: Path) -> int:
    """Add the counters of processes that have gone to nobody's, forget what they were; return how many files went.

    One process at a time may do so: the one that holds the port.
    """
    gone: dict[str, list[Path]] = defaultdict(list)
    for path in place.glob("*.db"):
        match = _NAME.fullmatch(path.name)
        if match and match["pid"] != NOBODY and not _lives(int(match["pid"])):
            gone[match["sort"]].append(path)
    for sort, paths in gone.items():
        if not sort.startswith("gauge_live"):
            _add(paths, to=place / f"{sort}_{NOBODY}.db", together=max if sort == "gauge_max" else sum)
        for path in paths:
            path.unlink(missing_ok=True)
    return sum(map(len, gone.values()))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it is somebody else's, and so there
    return True


def _add(paths: Iterable[Path], *, to: Path, together: Callable[[list[float]], float]) -> None:
    found: dict[str, list[float]] = defaultdict(list)
    for path in paths:
        for key, value, _, _ in _MAPPED.read_all_values_from_file(path):
            found[key].append(value)
    kept = _MAPPED(str(to))
    try:
        for key, values in found.items():
            kept.write_value(key, together([kept.read_value(key)[0], *values]), 0.0)
    finally:
        kept.close()
