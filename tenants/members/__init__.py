"""The people, units and keys of a company, in the company's own schema."""
