"""PostgreSQL and Valkey out of the Python environment, for when no address of a server is given."""
