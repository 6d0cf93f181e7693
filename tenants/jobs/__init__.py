"""Long work of a company as rows: queued, running, done."""
