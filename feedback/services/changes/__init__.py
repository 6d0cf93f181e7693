"""Exports of what changed since a cursor: nothing is left out, nothing comes twice in a span, what went is told too."""
