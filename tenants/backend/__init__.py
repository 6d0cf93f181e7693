"""The database backend: PostgreSQL with the company's schema in the search path."""
