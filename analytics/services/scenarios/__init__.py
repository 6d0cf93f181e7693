"""Scenarios: improvements thought through before they are decided, kept, compared, and turned into plans."""
