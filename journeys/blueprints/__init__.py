"""Industry blueprints: one TOML file an industry, applied when a company is opened."""
