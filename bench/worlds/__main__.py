"""`python -m bench.worlds [world...]`: a table of what the chain finds in the worlds named, or in all."""

import argparse
import dataclasses
import json
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from bench.worlds import WORLDS, Trial, run_world
from bench.worlds.table import markdown, text


def main() -> None:
    """Print the table, or the same as JSON."""
    options = _options()
    paths = [path for path in sorted(WORLDS.glob("*.toml")) if not options.worlds or path.stem in options.worlds]
    trial = Trial(
        runs=options.runs,
        first=options.first,
        screen=not options.keep_straight_lines,
        customers=options.customers,
        naive=options.naive,
    )
    started = time.perf_counter()
    with ProcessPoolExecutor(options.jobs) as pool:
        found = [score for scores in pool.map(partial(run_world, trial=trial), paths) for score in scores]
    if options.json:
        print(json.dumps([dataclasses.asdict(score) for score in found]))
        return
    print(markdown(found) if options.markdown else text(found))
    print(f"{options.runs} companies a world, {time.perf_counter() - started:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.worlds", description=__doc__)
    parser.add_argument("worlds", nargs="*")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="seed of the first company")
    parser.add_argument("--customers", type=int, default=0, help="customers of a company, instead of the world's own")
    parser.add_argument("--naive", action="store_true", help="also by the shortcuts that should fail")
    parser.add_argument("--keep-straight-lines", action="store_true", help="keep sheets with one figure everywhere")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--markdown", action="store_true", help="a line a world: mean return over truth, coverage")
    return parser.parse_args()


if __name__ == "__main__":
    main()
