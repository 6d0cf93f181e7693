"""A company's directory from files: its departments, its units, and the people with their roles."""
