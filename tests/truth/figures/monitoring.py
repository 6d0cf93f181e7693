"""Figures on charts: run lengths, limits, change points."""

from __future__ import annotations

from tests.truth.frame import Figure

FIGURES: list[Figure] = []
