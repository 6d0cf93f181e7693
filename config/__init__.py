"""The house: settings, addresses, background work and the servers that run with it."""
