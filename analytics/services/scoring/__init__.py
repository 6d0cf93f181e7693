"""The score of a period: from integer counters to figures, and from figures to a record."""

MODEL_VERSION = "2026.4"
