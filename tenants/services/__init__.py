"""Changes to companies: set up, migrate, remove."""
