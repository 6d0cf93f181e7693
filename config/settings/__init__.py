"""Settings: base is shared, and local, test or production adds where the servers and secrets come from."""
