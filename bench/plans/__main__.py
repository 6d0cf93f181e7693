"""Print how plans of every kind fare.

    .venv/bin/python -m bench.plans --runs 300

Praised: verdict "worked" without any effect. Found: "worked" with an effect of the size that the power statement names.
Harm: "harmed" with a loss of the size that it names. In brackets 95 % intervals.
"""

import argparse
import json
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict

from analytics.numerics.estimate import Estimate
from bench.plans.run import KINDS, Trial, try_kind


def told(share: Estimate) -> str:
    """Return a share in per cent with its interval."""
    value, low, high = (100 * (part or 0.0) for part in (share.value, share.low, share.high))
    return f"{value:5.1f} ({low:.1f}-{high:.1f})"


def row(trial: Trial) -> str:
    """Return a line of the table."""
    shares = "".join(f"{told(share):>20}" for share in (trial.praised, trial.blamed, trial.found, trial.harm))
    return (
        f"{trial.kind:<30}{trial.runs:>6}{shares}{100 * trial.coverage:>10.1f}{trial.smallest:>8.3f}{trial.loss:>8.3f}"
    )


def main() -> None:
    """Run the kinds named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[[], *KINDS], default=[])
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--first", type=int, default=1, help="seed of the first plan")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    kinds = options.kinds or list(KINDS)
    started = time.perf_counter()
    if not options.json:
        heads = "".join(f"{head:>20}" for head in ("praised %", "blamed %", "found %", "harm found %"))
        print(f"{'plans':<30}{'runs':>6}{heads}{'cover %':>10}{'gain':>8}{'loss':>8}", flush=True)
    with ProcessPoolExecutor(options.workers) as pool:
        trials = pool.map(try_kind, kinds, [options.runs] * len(kinds), [options.first] * len(kinds))
        found = []
        for trial in trials:
            found.append(trial)
            if not options.json:
                print(row(trial), flush=True)
    if options.json:
        print(json.dumps([asdict(trial) for trial in found]))
    else:
        print(f"{time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
