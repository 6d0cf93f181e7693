"""How a record may look on its way in: its fields, their limits, and a small folder for each source of its own kind."""
