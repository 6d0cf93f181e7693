"""Figures on customers: how often they come back and what they spend."""

from __future__ import annotations

from tests.truth.frame import Figure

FIGURES: list[Figure] = []
