"""Side-by-side benchmarks: each measures ours and something known in the same run and prints the ratio."""
