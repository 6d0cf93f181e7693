"""Mapping files: how a file of any layout becomes our records (docs/guides/import.md)."""
