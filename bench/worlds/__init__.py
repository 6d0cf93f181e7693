"""Does the chain find what was planted? Many companies of each example world, through the numbers end to end.

    .venv/bin/python -m bench.worlds --runs 100 linear s_shaped

prints, for every touchpoint, the mean estimate over truth and how often the nominal 90 % interval holds the truth.
"""

from bench.worlds.run import WORLDS, Score, Trial, run_world

__all__ = ["WORLDS", "Score", "Trial", "run_world"]
