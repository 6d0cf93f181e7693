"""How a record may look on its way in: fields, limits, and one small folder for each source with a format of its own."""
