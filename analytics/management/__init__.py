"""Commands of the derived side."""
