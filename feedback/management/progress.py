"""A progress bar on stderr, where somebody may be looking."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def terminal_progress(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that shows how many bytes of how many were read; None when stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with tqdm(desc=title, unit="B", unit_scale=True, file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
