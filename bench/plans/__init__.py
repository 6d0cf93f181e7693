"""How often plans without effect are praised, and plans with one are found: every design, many companies."""
