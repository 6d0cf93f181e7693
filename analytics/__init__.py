"""Derived figures: scores, drivers, forecasts and evaluations, all rebuildable from facts."""
