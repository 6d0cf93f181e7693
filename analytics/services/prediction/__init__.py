"""Predictions for each customer: described as of a day, judged in time, stored with reasons."""

MODEL_VERSION = "2026.1"
