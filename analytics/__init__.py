"""Derived figures: scores, drivers, forecasts and evaluations, all rebuildable from facts."""

import os

# One thread for linear algebra, set before numpy is loaded: our matrices are small, many processes share the cores, and
# the order of additions, so the last bit of a figure, must not depend on how many cores a machine has.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
