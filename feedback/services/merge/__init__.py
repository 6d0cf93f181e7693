"""From the staging table into the facts: one set of statements, in one transaction."""
